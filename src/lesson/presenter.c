/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson before an audience. */
#include "lesson/presenter.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/presenter_say.h"
#include "model/call.h"

enum { LOOK_TIMES = 2 }; /* a pause after what is to be read */

#define SECOND INT64_C(1000000000)
#define ENTER_NS INT64_C(300000000) /* the line stands before it is run */

static const struct step *
step_now(const struct presenter *p)
{
	return &p->lr.stage.l->steps[p->lr.step];
}

size_t
presenter_first(const struct step *step)
{
	return step->question.text != NULL ? 0 : 1;
}

size_t
presenter_last(const struct step *step)
{
	return step->model.n + 1;
}

/* Who does not read any more has ended: so do we, soon. */
static void
cue(const struct presenter *p, enum cue_kind kind, size_t step, size_t place)
{
	const struct cue c = { .kind = kind,
		.step = (unsigned)step,
		.place = (unsigned)place,
		.speed = p->speed,
		.wish = p->lr.wish == WISH_NONE ? WISH_QUIT : p->lr.wish,
		.failed = p->failed };

	if (write(p->cues, &c, sizeof(c)) < 0)
		return;
}

/* The pause at this place begins. */
static void
arrive(struct presenter *p, size_t place)
{
	p->place = place;
	p->typing = false;
	p->since = clock_now();
	p->lr.asking = place == 0;
	cue(p, CUE_AT, p->lr.step, place);
}

bool
presenter_begin(struct presenter *p, char **cause)
{
	if (!learner_begin(&p->lr, cause))
		return false;
	if (p->until > presenter_last(step_now(p)))
		p->until = presenter_last(step_now(p));
	return true;
}

/* Takes over cause. */
static void
get_stuck(struct presenter *p, char *cause, struct strbuf *say)
{
	p->stuck = true;
	p->until = 0;
	presenter_say_stuck(p, cause, say);
	free(cause);
}

/* At the end of a step: its checks. */
static void
finish_step(struct presenter *p, struct strbuf *say)
{
	char *cause = NULL;

	if (learner_await(&p->lr, &cause))
		presenter_say_done(p, step_now(p), say);
	else
		get_stuck(p, cause, say);
}

static void
go_to_place(struct presenter *p, size_t place, struct strbuf *say)
{
	arrive(p, place);
	if (place == presenter_last(step_now(p)))
		finish_step(p, say);
}

void
presenter_present(struct presenter *p, struct strbuf *say)
{
	presenter_say_step(p, step_now(p), say);
	p->welcome = false;
	go_to_place(p, presenter_first(step_now(p)), say);
}

const char *
presenter_prompt(struct presenter *p)
{
	const struct lesson *l = p->lr.stage.l;

	if (!p->going && !p->taken)
		return learner_prompt(&p->lr);
	free(p->lr.prompt);
	p->lr.prompt = p->going ?
	    xasprintf(_("go to step (1 to %zu): "), l->nsteps) :
	    xasprintf(_("%s %zu/%zu yours> "), l->id.text, p->lr.step + 1,
		l->nsteps);
	return p->lr.prompt;
}

/* The rest of the command that is being typed: one line of it, *len bytes. */
static const char *
line_typed(const struct presenter *p, size_t *len)
{
	const char *text =
	    step_now(p)->model.v[p->place - 1].source.text + p->from;

	*len = strcspn(text, "\n");
	return text;
}

/* How long to stay here; -1: until a key is pressed. */
static int64_t
pause_here(const struct presenter *p)
{
	if (p->place < p->until)
		return 0;
	if (p->pause < 0 || (!p->stuck && !p->over && p->taken))
		return -1;
	if (p->stuck || p->over)
		return 0;
	return p->place == 0 || p->place == presenter_last(step_now(p)) ?
	    p->pause * LOOK_TIMES :
	    p->pause;
}

static enum presenting
next_pause(struct presenter *p, int64_t now, int64_t *ns)
{
	int64_t pause = pause_here(p);

	if (pause < 0)
		return PRESENT_WAIT;
	if (now - p->since >= pause)
		return PRESENT_ON;
	*ns = pause - (now - p->since);
	return PRESENT_WAIT;
}

/* One character more, whole. */
static void
type_one(struct presenter *p, const char *text, size_t len)
{
	do
		p->typed++;
	while (
	    p->typed < len && ((unsigned char)text[p->typed] & 0xc0) == 0x80);
}

static enum presenting
next_key(struct presenter *p, int64_t now, struct strbuf *line, int64_t *ns)
{
	bool at_once = p->speed == 0 || p->hasty || p->place < p->until;
	int64_t each = at_once ? 0 : SECOND / p->speed;
	int64_t last = at_once ? 0 : p->pause == 0 ? each : ENTER_NS;
	size_t len;
	const char *text = line_typed(p, &len);

	while (p->typed < len && now - p->since >= each) {
		type_one(p, text, len);
		p->since = at_once ? now : p->since + each;
	}
	sb_add(line, text, p->typed);
	if (p->typed < len || now - p->since < last) {
		*ns = p->since + (p->typed < len ? each : last) - now;
		return PRESENT_WAIT;
	}
	if (p->from == 0)
		stage_ready(&p->lr.stage);
	p->from += len + (text[len] == '\n');
	p->typed = 0;
	p->since = now;
	return PRESENT_RUN;
}

enum presenting
presenter_next(struct presenter *p, int64_t now, struct strbuf *line,
    int64_t *ns)
{
	*ns = 0;
	if (p->lr.wish != WISH_NONE)
		return PRESENT_END;
	if (p->going) {
		sb_str(line, p->number);
		return PRESENT_WAIT;
	}
	return p->typing ? next_key(p, now, line, ns) : next_pause(p, now, ns);
}

static void
next_step(struct presenter *p, struct strbuf *say)
{
	char *cause = NULL;

	if (p->lr.step + 1 >= p->lr.stage.l->nsteps) {
		p->over = true;
		p->since = clock_now();
		presenter_say_summary(p, say);
		return;
	}
	p->lr.step++;
	p->until = 0;
	if (learner_set_up(&p->lr, &cause)) {
		presenter_present(p, say);
		return;
	}
	presenter_say_step(p, step_now(p), say);
	arrive(p, presenter_first(step_now(p)));
	get_stuck(p, cause, say);
}

void
presenter_on(struct presenter *p, struct strbuf *say)
{
	size_t last = presenter_last(step_now(p));

	if (p->typing) {
		p->hasty = true;
	} else if (p->over || (p->stuck && p->pause >= 0)) {
		p->failed = p->stuck;
		p->lr.wish = WISH_QUIT;
	} else if (p->place == last) {
		p->stuck = false;
		next_step(p, say);
	} else if (p->stuck || p->place == 0) {
		/* What went wrong stays behind. */
		p->stuck = false;
		go_to_place(p, p->place + 1, say);
	} else {
		p->typing = true;
		p->hasty = false;
		p->from = p->typed = 0;
		p->since = clock_now();
	}
}

void
presenter_ran(struct presenter *p, enum exec rc, struct strbuf *say)
{
	const struct lesson_command *command;
	char *cause = NULL;

	if (p->taken || !p->typing)
		return;
	command = &step_now(p)->model.v[p->place - 1];
	/* Of several lines some may have been whole already. */
	if (rc == EXEC_OK && command->source.text[p->from] != '\0')
		return;
	p->typing = false;
	if (stage_result(&p->lr.stage, command, rc, &cause))
		go_to_place(p, p->place + 1, say);
	else
		get_stuck(p, cause, say);
}

/* Another process makes it. */
static void
wish_place(struct presenter *p, size_t step, size_t place)
{
	p->lr.wish = WISH_STEP;
	p->lr.to = step;
	p->to = place;
}

static void
go_back(struct presenter *p, struct strbuf *say)
{
	const struct step *step = step_now(p);
	size_t last = presenter_last(step);

	if (p->typing)
		arrive(p, p->place);
	else if (p->over)
		wish_place(p, p->lr.step, last);
	else if (p->stuck && p->place != last)
		wish_place(p, p->lr.step, p->place);
	else if (p->place > presenter_first(step))
		wish_place(p, p->lr.step, p->place - 1);
	else if (p->lr.step > 0)
		wish_place(p, p->lr.step - 1, presenter_last(step - 1));
	else
		presenter_say(p, "  ", _("This is the beginning."), say);
}

/* The number of a step, digit by digit. */
static void
go_to(struct presenter *p, int key, struct strbuf *say)
{
	size_t len = strlen(p->number);
	unsigned long n;

	if (key >= '0' && key <= '9' && len + 1 < sizeof(p->number)) {
		p->number[len] = (char)key;
		p->number[len + 1] = '\0';
		return;
	}
	if ((key == '\b' || key == 0x7f) && len > 0) {
		p->number[len - 1] = '\0';
		return;
	}
	p->going = false;
	if ((key != '\r' && key != '\n') || len == 0)
		return;
	n = strtoul(p->number, NULL, 10);
	if (n < 1 || n > p->lr.stage.l->nsteps)
		presenter_say_steps(p, say);
	else
		wish_place(p, n - 1,
		    presenter_first(&p->lr.stage.l->steps[n - 1]));
}

static void
change_speed(struct presenter *p, bool faster, struct strbuf *say)
{
	unsigned speed = p->speed == 0 ? PRESENTER_SPEED_MAX : p->speed;

	speed = faster ? speed + speed / 2 + 1 : speed - speed / 3;
	p->speed = speed > PRESENTER_SPEED_MAX ? PRESENTER_SPEED_MAX :
	    speed == 0                         ? 1 :
						 speed;
	cue(p, CUE_AT, p->lr.step, p->place);
	presenter_say_speed(p, say);
}

static void
take_over(struct presenter *p, struct strbuf *say)
{
	if (p->typing)
		arrive(p, p->place);
	p->taken = true;
	p->until = 0;
	p->lr.asking = false;
	cue(p, CUE_TAKEN, p->lr.step, p->place);
	presenter_say(p, "  ",
	    _("The prompt is yours. Ctrl-D, or demo, goes on with the "
	      "demonstration, where it stood."),
	    say);
}

/* At a vote a choice's letter shows what it is worth. */
static bool
show_choice(struct presenter *p, int key, struct strbuf *say)
{
	const struct step *step = step_now(p);

	for (size_t i = 0; p->place == 0 && i < step->nchoices; i++) {
		if (step->choices[i].letter != key)
			continue;
		presenter_say_choice(p, &step->choices[i], say);
		return true;
	}
	return false;
}

static void
interrupt(struct presenter *p)
{
	if (p->typing)
		arrive(p, p->place);
	p->going = false;
	p->until = 0;
	if (p->pause < 0)
		return;
	p->failed = true;
	p->lr.wish = WISH_QUIT;
}

void
presenter_key(struct presenter *p, int key, struct strbuf *say)
{
	if (key == KEY_INTERRUPT) {
		interrupt(p);
		return;
	}
	if (p->going) {
		go_to(p, key, say);
		return;
	}
	if (key < 256 && show_choice(p, tolower(key), say))
		return;
	switch (key) {
	case ' ':
	case '\r':
	case '\n':
	case KEY_ON:
		presenter_on(p, say);
		break;
	case 'b':
	case '\b':
	case 0x7f:
	case KEY_BACK:
		go_back(p, say);
		break;
	case 'g':
		arrive(p, p->place);
		p->going = true;
		p->number[0] = '\0';
		break;
	case 'f':
		take_over(p, say);
		break;
	case '+':
	case '=':
	case '-':
		change_speed(p, key != '-', say);
		break;
	case 'q':
	case 0x04:
		p->lr.wish = WISH_QUIT;
		break;
	case '?':
	case 'h':
		presenter_say_keys(p, say);
		break;
	default:
		break;
	}
}

void
presenter_return(struct presenter *p)
{
	wish_place(p, p->lr.step, p->place);
}

void
presenter_end(struct presenter *p, bool left)
{
	if (p->lr.wish == WISH_NONE && p->taken && left)
		presenter_return(p);
	if (p->lr.wish == WISH_STEP)
		cue(p, CUE_END, p->lr.to, p->to);
	else
		cue(p, CUE_END, p->lr.step, p->place);
}

void
presenter_free(struct presenter *p)
{
	learner_free(&p->lr);
}
