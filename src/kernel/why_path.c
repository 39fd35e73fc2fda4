/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why a path leads nowhere: path_resolution(7), unix(7), open(2). A socket's path
 * and a file's follow the same rules.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/i18n.h"
#include "kernel/why_row.h"

enum { PATH_SHOWN = 256 };

/* The path of the call: a socket's or a file's. */
static bool
case_path(struct why_case *c, char *path, size_t size)
{
	const struct sockaddr_un *un = (const void *)&c->addr;
	size_t n;

	if (c->addr.ss_family == AF_UNIX) {
		n = c->addr_len - offsetof(struct sockaddr_un, sun_path);
		if (n >= size)
			n = size - 1;
		memcpy(path, un->sun_path, n);
	} else {
		n = case_bytes(c, "path", path, size - 1);
	}
	path[n] = '\0';
	if (path[0] == '\0')
		return false;
	hole_text(c, HOLE_PATH, path);
	return true;
}

/* The folder that a path names; "." if it names none. */
static void
cut_folder(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash == NULL)
		memcpy(path, ".", sizeof("."));
	else if (slash == path)
		path[1] = '\0';
	else
		*slash = '\0';
}

static bool
has_path(struct why_case *c)
{
	char path[PATH_SHOWN];

	return case_path(c, path, sizeof(path));
}

static bool
no_folder(struct why_case *c)
{
	char path[PATH_SHOWN];
	struct stat st;

	if (!case_path(c, path, sizeof(path)))
		return false;
	cut_folder(path);
	hole_text(c, HOLE_NAME, path);
	return stat(path, &st) != 0;
}

/* Where no program makes files: the names there tell what the system has. */
static bool
system_path(struct why_case *c)
{
	static const char *const folders[] = { "/dev/", "/proc/", "/sys/" };
	char path[PATH_SHOWN];

	if (!case_path(c, path, sizeof(path)))
		return false;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if (strncmp(path, folders[i], strlen(folders[i])) == 0) {
			cut_folder(path);
			hole_text(c, HOLE_NAME, path);
			return true;
		}
	}
	return false;
}

/* Whether the path leads to a file that is there. */
static bool
file_is_there(struct why_case *c)
{
	char path[PATH_SHOWN];
	struct stat st;

	return case_path(c, path, sizeof(path)) && stat(path, &st) == 0;
}

static bool
is_socket_file(struct why_case *c)
{
	char path[PATH_SHOWN];
	struct stat st;

	return case_path(c, path, sizeof(path)) && stat(path, &st) == 0 &&
	    S_ISSOCK(st.st_mode);
}

const struct why_row why_path_rows[] = {
	WHY(ENOENT, WHY_PATHS, no_folder,
	    N_("the directory {name} does not exist"),
	    N_("look at the path: one without / at its front begins where "
	       "socksh was started")),
	WHY(ENOENT, "connect sendto sendmsg", has_path,
	    N_("no file {path} is there: no socket was ever bound to it, or "
	       "the file was removed"),
	    N_("start the server first: bind makes the file")),
	WHY(ENOENT, "open", system_path,
	    N_("no file {path} is there: this system has no such device or "
	       "setting"),
	    N_("sh \"ls {name}\" shows which there are")),
	WHY(ENOENT, "open", has_path, N_("no file {path} is there"),
	    N_("O_CREAT makes one")),
	WHY(ENOTDIR, WHY_PATHS, has_path,
	    N_("a part of {path} in front of a / is a file, and no directory"),
	    N_("look at the path")),
	WHY(ELOOP, WHY_PATHS, has_path,
	    N_("symbolic links in {path} lead round in a circle"),
	    N_("sh \"ls -l\" shows where they lead")),
	WHY(ENAMETOOLONG, WHY_PATHS, has_path,
	    N_("a name in the path has more than 255 bytes, or all of it more "
	       "than 4095"),
	    N_("take a shorter path; a socket's has room for 107 bytes")),
	WHY(EROFS, WHY_PATHS, has_path,
	    N_("{path} would be on a file system that is mounted read-only"),
	    N_("take another directory: /tmp")),
	WHY(EACCES, "connect sendto sendmsg", is_socket_file,
	    N_("you may not write to {path}: connecting to a socket takes the "
	       "right to write its file"),
	    N_("its owner can allow it: chmod; sh \"ls -l {path}\" shows the "
	       "rights")),
	WHY(EACCES, "open", file_is_there,
	    N_("you have no right to open {path} in this way"),
	    N_("sh \"ls -l {path}\" shows the rights")),
	WHY(EACCES, WHY_PATHS, has_path,
	    N_("a directory of {path} may not be entered, or not written to"),
	    N_("take a directory of your own, or /tmp")),
	WHY(ENXIO, "open", is_socket_file,
	    N_("{path} is a socket: open is for files, and sockets are "
	       "reached by connect"),
	    N_("s = socket unix; connect s {path}")),
	WHY(ENXIO, "open", has_path,
	    N_("nobody reads at the other end of {path}, or no device is "
	       "there"),
	    N_("open the other end first, or leave O_NONBLOCK out")),
	WHY(EISDIR, "open", has_path,
	    N_("{path} is a directory: it cannot be written to"),
	    N_("name a file in it")),
	WHY(EEXIST, "open", has_path,
	    N_("{path} exists already, and O_EXCL asks for a new one"),
	    N_("leave O_EXCL out, or take another name")),
	WHY(EINVAL, "open", has_path, N_("these flags do not go together"),
	    N_("open(2) lists them: O_RDONLY, O_WRONLY or O_RDWR, and "
	       "others")),
	{ .why = NULL },
};
