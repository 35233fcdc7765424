/*
 * terminal.h - the person at the keyboard: asked for a passphrase, shown one.
 *
 * Both go to the terminal itself, so that a passphrase does not end in a redirected file.
 */
#ifndef UNDERSEAL_TERMINAL_H
#define UNDERSEAL_TERMINAL_H

#include "redact/base/err.h"
#include "share/secret.h"

/* True when there is a terminal to talk to. */
bool terminal_there(void);

/* Prints the prompt and reads one line with the echo off. ERR_USAGE when there is no terminal or
 * the line is empty, ERR_REFUSED when the person gave up with Ctrl-C or Ctrl-D. */
bool terminal_ask(const char *prompt, secret *out, err *e);

/* The same where an empty line is an answer; *out is empty then. */
bool terminal_ask_any(const char *prompt, secret *out, err *e);

/* Prints the text (as it is) and the question, and reads what is typed, seen. True when it is "yes"; false and no error
 * for anything else; ERR_USAGE when there is no terminal. */
bool terminal_agree(str text, const char *question, err *e);

/* Prints the lines around the passphrase. */
bool terminal_show(const char *before, const secret *pass, const char *after, err *e);

#endif
