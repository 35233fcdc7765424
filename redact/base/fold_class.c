#include "redact/base/fold_int.h"

#include <stddef.h>
#include <utf8proc.h>

enum class fold_class_wide(uint32_t c)
{
	if (c == BAD_BYTE)
		return OTHER;
	switch (c) {
	case 0x00AD:
		return SOFT;
	case 0x0085: case 0x2028: case 0x2029:
		return BREAK;
	case 0x2014: case 0x2015: case 0x2E3A: case 0x2E3B: case 0xFE58:
		return DASH;
	case 0x02D7: case 0x2043: case 0x207B: case 0x208B: case 0x2212:
		return HYPHEN;
	case 0xFFFC: /* the anchor of a picture or note */
	case 0xFFFD: /* no letter that anybody knows; a value goes on behind it */
		return GONE;
	}
	const utf8proc_property_t *is = utf8proc_get_property((utf8proc_int32_t)c);
	if (is->ignorable)
		return GONE;
	switch (is->category) {
	case UTF8PROC_CATEGORY_CF:
		return GONE;
	case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP:
		return BLANK;
	case UTF8PROC_CATEGORY_PD:
		return HYPHEN;
	case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MC:
		return LETTER;
	case UTF8PROC_CATEGORY_ND:
		return DIGIT;
	case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_ME:
		return MARK;
	default:
		return OTHER;
	}
}

bool fold_is_accent(uint32_t c, uint32_t base)
{
	bool western = (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
	               (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
	               (c >= 0xFE20 && c <= 0xFE2F);
	if (western && base >= 0x0400 && base <= 0x052F)
		return c == 0x0301 || (c == 0x0308 && (base | 0x20) == 0x0435); /* stress; ё for е */
	return western || (c >= 0x0591 && c <= 0x05C7) || (c >= 0x0610 && c <= 0x061A) ||
	       (c >= 0x064B && c <= 0x065F) || c == 0x0670 || (c >= 0x06D6 && c <= 0x06ED);
}

bool fold_is_raised(uint32_t c)
{
	if (c < 0x80)
		return false;
	int type = utf8proc_get_property((utf8proc_int32_t)c)->decomp_type;
	return type == UTF8PROC_DECOMP_TYPE_SUPER || type == UTF8PROC_DECOMP_TYPE_SUB ||
	       type == UTF8PROC_DECOMP_TYPE_CIRCLE;
}

char fold_plain_quote(uint32_t c)
{
	switch (c) {
	case '`': case 0x00B4: case 0x02B9: case 0x02BB: case 0x02BC: case 0x02C8:
	case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x2035:
		return '\'';
	case 0x00AB: case 0x00BB: case 0x02BA: case 0x201C: case 0x201D: case 0x201E: case 0x201F:
	case 0x2033: case 0x2036:
		return '"';
	}
	return 0;
}

const char *fold_without_stroke(uint32_t c)
{
	switch (c) {
	case 0x00C6: return "AE";  case 0x00E6: return "ae";
	case 0x00D8: return "O";   case 0x00F8: return "o";
	case 0x0110: return "D";   case 0x0111: return "d";
	case 0x0126: return "H";   case 0x0127: return "h";
	case 0x0131: return "i";
	case 0x0141: return "L";   case 0x0142: return "l";
	case 0x0152: return "OE";  case 0x0153: return "oe";
	case 0x0166: return "T";   case 0x0167: return "t";
	}
	return NULL;
}

bool fold_is_unspaced(uint32_t c)
{
	return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
	       (c >= 0x1780 && c <= 0x17FF) || (c >= 0x2E80 && c <= 0x312F) ||
	       (c >= 0x3190 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
	       (c >= 0x20000 && c <= 0x3FFFF);
}

bool fold_parts_nothing(uint32_t before, uint32_t after, bool line_end)
{
	return fold_is_unspaced(before) && fold_is_unspaced(after) && (line_end || (before >= 0x2E80 && after >= 0x2E80));
}

bool fold_hangs_on(uint32_t c)
{
	return c >= 0x0E31 && c <= 0x0ECD && class_of(c) == MARK;
}
