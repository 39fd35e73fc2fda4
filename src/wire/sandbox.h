/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a stranger's lesson may still reach, whatever a defect of ours would let
 * it do: the language refuses files and programs (model/confine.c), and below it
 * the kernel does. Landlock (landlock(7)): no file but the lesson's folder, what
 * libraries and the terminal need, and the student's own history. seccomp(2): no
 * typing into the terminal, no io_uring, no tracing. No new privileges, no core
 * file, no large file.
 */
#ifndef SOCKSH_WIRE_SANDBOX_H
#define SOCKSH_WIRE_SANDBOX_H

#include <stdbool.h>

/*
 * Confines the calling thread, and what it starts from now on: no way leads back.
 * Reading is allowed below folder. What the kernel does not have is left out;
 * false with *cause where it has it and fails.
 */
bool sandbox_enter(const char *folder, char **cause);

#endif
