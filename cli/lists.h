/*
 * lists.h - the lists of the program, handed to whoever walks them.
 *
 * main.c is the one place that knows every command, every format and every detector by name.
 */
#ifndef UNDERSEAL_LISTS_H
#define UNDERSEAL_LISTS_H

#include "cli/command.h"
#include "redact/engine.h"

extern const command *const commands_list[]; /* ended by NULL, in the order of help */
extern const kit program_kit;                /* the formats and detectors          */

#endif
