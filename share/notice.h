/*
 * notice.h - the text that a sender wants read and accepted before anything of a bundle is shown:
 * a protective order, the terms of a claw-back.
 *
 * It is plain text and nothing else: UTF-8 without control or text-reversing characters, because it
 * is printed on a stranger's terminal and page as it is.
 */
#ifndef UNDERSEAL_NOTICE_H
#define UNDERSEAL_NOTICE_H

#include "redact/base/err.h"
#include "redact/base/str.h"

enum { NOTICE_LIMIT = 64 << 10 }; /* bytes */

/* NULL, or why the text cannot be a notice. */
const char *notice_trouble(str text);

/* A user's file as a notice in mem: line ends become LF, a byte order mark goes. ERR_INPUT when it
 * cannot be read, ERR_USAGE when it is no such text; the file is named. */
bool notice_read(const char *path, arena *mem, str *out, err *e);

#endif
