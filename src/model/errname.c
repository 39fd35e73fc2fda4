/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names and meanings of errno's values and of getaddrinfo's errors. */
#include "model/xlat.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

#include "base/i18n.h"

/* A row: the name as text, and its number. */
#define ROW(constant) .name = #constant, .value = constant

/* errno's are positive, getaddrinfo's negative: one table holds both. Where two
 * names share a number the one that strace prints comes first. */
static const struct xlat errnos[] = {
	{ ROW(EPERM) },
	{ ROW(ENOENT) },
	{ ROW(ESRCH) },
	{ ROW(EINTR) },
	{ ROW(EIO) },
	{ ROW(ENXIO) },
	{ ROW(E2BIG) },
	{ ROW(ENOEXEC) },
	{ ROW(EBADF) },
	{ ROW(ECHILD) },
	{ ROW(EAGAIN) },
	{ ROW(EWOULDBLOCK) },
	{ ROW(ENOMEM) },
	{ ROW(EACCES) },
	{ ROW(EFAULT) },
	{ ROW(ENOTBLK) },
	{ ROW(EBUSY) },
	{ ROW(EEXIST) },
	{ ROW(EXDEV) },
	{ ROW(ENODEV) },
	{ ROW(ENOTDIR) },
	{ ROW(EISDIR) },
	{ ROW(EINVAL) },
	{ ROW(ENFILE) },
	{ ROW(EMFILE) },
	{ ROW(ENOTTY) },
	{ ROW(ETXTBSY) },
	{ ROW(EFBIG) },
	{ ROW(ENOSPC) },
	{ ROW(ESPIPE) },
	{ ROW(EROFS) },
	{ ROW(EMLINK) },
	{ ROW(EPIPE) },
	{ ROW(EDOM) },
	{ ROW(ERANGE) },
	{ ROW(EDEADLK) },
	{ ROW(EDEADLOCK) },
	{ ROW(ENAMETOOLONG) },
	{ ROW(ENOLCK) },
	{ ROW(ENOSYS) },
	{ ROW(ENOTEMPTY) },
	{ ROW(ELOOP) },
	{ ROW(ENOMSG) },
	{ ROW(EIDRM) },
	{ ROW(ECHRNG) },
	{ ROW(EL2NSYNC) },
	{ ROW(EL3HLT) },
	{ ROW(EL3RST) },
	{ ROW(ELNRNG) },
	{ ROW(EUNATCH) },
	{ ROW(ENOCSI) },
	{ ROW(EL2HLT) },
	{ ROW(EBADE) },
	{ ROW(EBADR) },
	{ ROW(EXFULL) },
	{ ROW(ENOANO) },
	{ ROW(EBADRQC) },
	{ ROW(EBADSLT) },
	{ ROW(EBFONT) },
	{ ROW(ENOSTR) },
	{ ROW(ENODATA) },
	{ ROW(ETIME) },
	{ ROW(ENOSR) },
	{ ROW(ENONET) },
	{ ROW(ENOPKG) },
	{ ROW(EREMOTE) },
	{ ROW(ENOLINK) },
	{ ROW(EADV) },
	{ ROW(ESRMNT) },
	{ ROW(ECOMM) },
	{ ROW(EPROTO) },
	{ ROW(EMULTIHOP) },
	{ ROW(EDOTDOT) },
	{ ROW(EBADMSG) },
	{ ROW(EOVERFLOW) },
	{ ROW(ENOTUNIQ) },
	{ ROW(EBADFD) },
	{ ROW(EREMCHG) },
	{ ROW(ELIBACC) },
	{ ROW(ELIBBAD) },
	{ ROW(ELIBSCN) },
	{ ROW(ELIBMAX) },
	{ ROW(ELIBEXEC) },
	{ ROW(EILSEQ) },
	{ ROW(ERESTART) },
	{ ROW(ESTRPIPE) },
	{ ROW(EUSERS) },
	{ ROW(ENOTSOCK) },
	{ ROW(EDESTADDRREQ) },
	{ ROW(EMSGSIZE) },
	{ ROW(EPROTOTYPE) },
	{ ROW(ENOPROTOOPT) },
	{ ROW(EPROTONOSUPPORT) },
	{ ROW(ESOCKTNOSUPPORT) },
	{ ROW(EOPNOTSUPP) },
	{ ROW(ENOTSUP) },
	{ ROW(EPFNOSUPPORT) },
	{ ROW(EAFNOSUPPORT) },
	{ ROW(EADDRINUSE) },
	{ ROW(EADDRNOTAVAIL) },
	{ ROW(ENETDOWN) },
	{ ROW(ENETUNREACH) },
	{ ROW(ENETRESET) },
	{ ROW(ECONNABORTED) },
	{ ROW(ECONNRESET) },
	{ ROW(ENOBUFS) },
	{ ROW(EISCONN) },
	{ ROW(ENOTCONN) },
	{ ROW(ESHUTDOWN) },
	{ ROW(ETOOMANYREFS) },
	{ ROW(ETIMEDOUT) },
	{ ROW(ECONNREFUSED) },
	{ ROW(EHOSTDOWN) },
	{ ROW(EHOSTUNREACH) },
	{ ROW(EALREADY) },
	{ ROW(EINPROGRESS) },
	{ ROW(ESTALE) },
	{ ROW(EUCLEAN) },
	{ ROW(ENOTNAM) },
	{ ROW(ENAVAIL) },
	{ ROW(EISNAM) },
	{ ROW(EREMOTEIO) },
	{ ROW(EDQUOT) },
	{ ROW(ENOMEDIUM) },
	{ ROW(EMEDIUMTYPE) },
	{ ROW(ECANCELED) },
	{ ROW(ENOKEY) },
	{ ROW(EKEYEXPIRED) },
	{ ROW(EKEYREVOKED) },
	{ ROW(EKEYREJECTED) },
	{ ROW(EOWNERDEAD) },
	{ ROW(ENOTRECOVERABLE) },
	{ ROW(ERFKILL) },
#ifdef EHWPOISON
	{ ROW(EHWPOISON) },
#endif
	{ ROW(EAI_BADFLAGS) },
	{ ROW(EAI_NONAME) },
	{ ROW(EAI_AGAIN) },
	{ ROW(EAI_FAIL) },
#ifdef EAI_NODATA
	{ ROW(EAI_NODATA) },
#endif
	{ ROW(EAI_FAMILY) },
	{ ROW(EAI_SOCKTYPE) },
	{ ROW(EAI_SERVICE) },
#ifdef EAI_ADDRFAMILY
	{ ROW(EAI_ADDRFAMILY) },
#endif
	{ ROW(EAI_MEMORY) },
	{ ROW(EAI_SYSTEM) },
	{ ROW(EAI_OVERFLOW) },
#ifdef EAI_INPROGRESS
	{ ROW(EAI_INPROGRESS) },
#endif
#ifdef EAI_CANCELED
	{ ROW(EAI_CANCELED) },
#endif
#ifdef EAI_NOTCANCELED
	{ ROW(EAI_NOTCANCELED) },
#endif
#ifdef EAI_ALLDONE
	{ ROW(EAI_ALLDONE) },
#endif
#ifdef EAI_INTR
	{ ROW(EAI_INTR) },
#endif
#ifdef EAI_IDN_ENCODE
	{ ROW(EAI_IDN_ENCODE) },
#endif
};

const struct xlat_table xlat_errnos = {
	.prefix = "E",
	.what = N_("error"),
	.rows = errnos,
	.n = sizeof(errnos) / sizeof(errnos[0]),
	.kind = XLAT_NUMBER,
};

/* h_errno's, as errors of ours: no constants, whose numbers are C's. */
static const struct xlat hosts[] = {
	{ "HOST_NOT_FOUND", ERR_HOST - HOST_NOT_FOUND },
	{ "TRY_AGAIN", ERR_HOST - TRY_AGAIN },
	{ "NO_RECOVERY", ERR_HOST - NO_RECOVERY },
	{ "NO_DATA", ERR_HOST - NO_DATA },
};

static const struct xlat_table host_errors = {
	.prefix = "",
	.rows = hosts,
	.n = sizeof(hosts) / sizeof(hosts[0]),
	.kind = XLAT_NUMBER,
};

const char *
errno_name(int err)
{
	return xlat_name(err < ERR_HOST ? &host_errors : &xlat_errnos, err);
}

bool
errno_known(int err)
{
	return err == ERR_NO_ENTRY || errno_name(err) != NULL;
}

int
errno_by_name(const char *name)
{
	const struct xlat *row = xlat_find(&xlat_errnos, name);

	if (row == NULL)
		row = xlat_find(&host_errors, name);
	return row != NULL ? (int)row->value : 0;
}

const char *
errno_text(int err)
{
	/* libc formats a number that it does not know into a buffer, which
	 * threads may share: such a number never gets there. */
	if (err != 0 && !errno_known(err))
		return _("unknown error");
	if (err == ERR_NO_ENTRY)
		return _("no such entry");
	if (err < ERR_HOST)
		return hstrerror(ERR_HOST - err);
	/* The one that glibc's gai_strerror forgets. */
	if (err == EAI_OVERFLOW)
		return _("argument buffer too small");
	return err < 0 ? gai_strerror(err) : strerror(err);
}
