/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the wire shows: how it is set. */
#include <stdio.h>

#include "base/i18n.h"
#include "shell/shell.h"
#include "shell/wire.h"
#include "wire/capture.h"
#include "wire/lab.h"

void
wire_text(struct strbuf *out, struct lab *lab, bool stat)
{
	struct tally tally;
	uint64_t tp_drops, rx_dropped;
	struct wire_state w;

	pump_state(lab->pump, &w);
	pump_lost(lab->pump, &tp_drops, &rx_dropped);
	if (w.cut)
		sb_str(out, _("wire: cut"));
	else if (w.holds)
		sb_printf(out, _("wire: held, frames that wait on it: %u"),
		    w.held);
	else
		sb_str(out, _("wire: frames pass"));
	sb_printf(out, _("; MTU %d"), lab->mtu);
	if (w.loss > 0)
		sb_printf(out, _("; %g %% are lost"), w.loss * 100);
	if (w.faults != 0)
		sb_printf(out, _("; faults to come: %u"), w.faults);
	if (w.coming != 0)
		sb_printf(out, _("; on their way: %u"), w.coming);
	sb_printf(out,
	    _("\nso far: %llu delivered, %llu dropped, %llu that the kernel "
	      "had no room for (tp_drops %llu, rx_dropped %llu)\n"),
	    (unsigned long long)w.passed, (unsigned long long)w.dropped,
	    (unsigned long long)tp_drops + rx_dropped,
	    (unsigned long long)tp_drops, (unsigned long long)rx_dropped);
	if (!stat)
		return;
	pump_tally(lab->pump, &tally);
	tally_text(out, &tally);
}

static void
show(struct call *call, bool stat)
{
	struct session *s = call->task->session;
	struct strbuf text = { 0 };

	if (s->lab != NULL)
		wire_text(&text, s->lab, stat);
	else
		wire_capture_text(&text, s, stat);
	wire_pcap_text(&text, shell_of(s));
	call_give(call, VALUE_NONE);
	session_unlock(s);
	shell_plainly(shell_of(s), &text);
	s->ops->print(s->ops_ctx, call->task, sb_text(&text), text.len);
	session_lock(s);
	sb_free(&text);
}

void
wire_show(struct call *call)
{
	show(call, false);
}

void
wire_stat(struct call *call)
{
	capture_settle(call->task->session);
	show(call, true);
}
