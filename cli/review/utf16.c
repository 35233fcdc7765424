#include "cli/review/utf16.h"

/* Bytes that a character begins with; others belong to the one before. */
static bool begins(unsigned char c)
{
	return (c & 0xc0) != 0x80;
}

/* Over one character. */
static void step(utf16 *at)
{
	at->unit += 1 + ((unsigned char)at->text.p[at->byte] >= 0xf0);
	at->byte++;
	while (at->byte < at->text.n && !begins((unsigned char)at->text.p[at->byte]))
		at->byte++;
}

/* Back over one character. */
static void step_back(utf16 *at)
{
	do
		at->byte--;
	while (at->byte > 0 && !begins((unsigned char)at->text.p[at->byte]));
	at->unit -= 1 + ((unsigned char)at->text.p[at->byte] >= 0xf0);
}

size_t utf16_of_byte(utf16 *at, size_t byte)
{
	if (byte < at->byte / 2)
		at->byte = at->unit = 0;
	while (at->byte > byte)
		step_back(at);
	while (at->byte < byte && at->byte < at->text.n) {
		utf16 before = *at;
		step(at);
		if (at->byte > byte) {
			*at = before;
			break;
		}
	}
	return at->unit;
}

size_t utf16_to_byte(utf16 *at, size_t unit)
{
	if (unit < at->unit)
		at->byte = at->unit = 0;
	while (at->unit < unit && at->byte < at->text.n) {
		utf16 before = *at;
		step(at);
		if (at->unit > unit) {
			*at = before;
			break;
		}
	}
	return at->byte;
}

size_t utf16_to_byte_behind(utf16 *at, size_t unit)
{
	utf16_to_byte(at, unit);
	if (at->unit < unit && at->byte < at->text.n)
		step(at);
	return at->byte;
}
