/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wire outside the lab: what passes over an interface, and no more than looking. */
#include "wire/capture.h"

#include <errno.h>
#include <string.h>

#include "base/i18n.h"
#include "model/call.h"
#include "shell/shell.h"
#include "shell/wire.h"

/* Why it cannot be captured on dev, and what helps. */
static void
refused(struct call *call, const char *dev, int err)
{
	switch (err) {
	case EPERM:
	case EACCES:
		call_mistake(call, -1,
		    _("capturing frames needs the right CAP_NET_RAW: start "
		      "socksh with sudo, or give it the right with sudo setcap "
		      "cap_net_raw+ep FILE, FILE being the program; the lab "
		      "shows frames without it: socksh --lab"));
		break;
	case ENODEV:
		call_mistake(call, 1,
		    _("%.60s: there is no such interface; ip link lists them"),
		    dev);
		break;
	case ENETDOWN:
		call_mistake(call, 1,
		    _("%.60s is down: sudo ip link set %.60s up"), dev, dev);
		break;
	case EPROTONOSUPPORT:
		call_mistake(call, 1,
		    _("%.60s: its frames are not Ethernet's; only such are "
		      "understood here"),
		    dev);
		break;
	default:
		call_mistake(call, 1, "%.60s: %s", dev, strerror(err));
	}
}

bool
wire_capture(struct call *call, bool all)
{
	struct session *s = call->task->session;
	struct strbuf dev = { 0 };
	bool ok = false;
	int err;

	if (s->confined) {
		call_mistake(call, 0,
		    _("this lesson did not come with socksh: it may look at "
		      "no frames outside the lab"));
		return false;
	}
	wire_words(call, &dev);
	if (dev.len == 0)
		sb_str(&dev, "lo");
	if (s->capture != NULL &&
	    strcmp(capture_dev(s->capture), dev.data) == 0) {
		capture_set_all(s, all);
		ok = true;
	} else {
		capture_stop(s);
		ok =
		    s->capture == NULL && capture_start(s, dev.data, all, &err);
		if (!ok)
			refused(call, dev.data,
			    s->capture == NULL ? err : EBUSY);
	}
	sb_free(&dev);
	return ok;
}

void
wire_capture_text(struct strbuf *out, struct session *s, bool stat)
{
	struct tally seen;
	uint64_t lost;

	if (s->capture == NULL) {
		sb_str(out,
		    _("wire: off; wire on shows this shell's own frames on lo, "
		      "wire all everybody's\n"));
		return;
	}
	capture_counts(s->capture, &seen, &lost);
	if (capture_all(s->capture))
		sb_printf(out, _("wire: all frames on %s"),
		    capture_dev(s->capture));
	else
		sb_printf(out, _("wire: this shell's own frames on %s"),
		    capture_dev(s->capture));
	sb_printf(out,
	    _("\nso far: %llu seen, %llu that the kernel "
	      "had no room for (tp_drops)\n"),
	    (unsigned long long)seen.frames, (unsigned long long)lost);
	if (stat)
		tally_text(out, &seen);
}
