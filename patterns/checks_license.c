#include "patterns/checks_int.h"

#include <string.h>

/*
 * How the states write the numbers of driver licences, separators aside: A is a letter, 9 a digit, X
 * either, and n-m how often. Source: National Traffic Safety Institute, "State Driver's License Formats",
 * https://ntsi.com/drivers-license-format/; where that says "1 to 9 digits", six at least: fewer are no number of
 * a person that could be told from others. Which state a number is from is not asked: papers seldom say so beside it.
 */
static const char formats[] =
	"AL 9*6-8|AK 9*6-7|AZ A*1 9*8|AZ 9*9|AR 9*6-9|CA A*1 9*7|CO 9*9|CO A*1 9*3-6|CO A*2 9*2-5|CT 9*9|DE 9*6-7|"
	"DC 9*7|DC 9*9|FL A*1 9*12|GA 9*7-9|HI A*1 9*8|HI 9*9|ID A*2 9*6 A*1|ID 9*9|IL A*1 9*11-12|IN A*1 9*9|IN 9*9-10|"
	"IA 9*9|IA 9*3 A*2 9*4|KS A*1 9*1 A*1 9*1 A*1|KS A*1 9*8|KS 9*9|KY A*1 9*8-9|KY 9*9|LA 9*6-9|ME 9*7-8|ME 9*7 A*1|"
	"MD A*1 9*12|MA A*1 9*8|MA 9*9|MI A*1 9*10|MI A*1 9*12|MN A*1 9*12|MS 9*9|MO A*1 9*5-9|MO A*1 9*6 A*1|MO 9*8 A*2|MO 9*9 A*1|MO 9*9|"
	"MT A*1 9*8|MT 9*9|MT 9*13-14|NE A*1 9*6-8|NV 9*9-10|NV 9*12|NV A*1 9*8|NH 9*2 A*3 9*5|NH A*3 9*8|NJ A*1 9*14|"
	"NM 9*8-9|NY A*1 9*7|NY A*1 9*18|NY 9*8-9|NY 9*16|NY A*8|NC 9*6-12|ND A*3 9*6|ND 9*9|OH A*1 9*4-8|OH A*2 9*3-7|OH 9*8|"
	"OK A*1 9*9|OK 9*9|OR 9*6-9|OR A*1 9*6|PA 9*8|RI 9*7|RI A*1 9*6|SC 9*6-11|SD 9*6-10|SD 9*12|TN 9*7-9|TX 9*7-8|"
	"UT 9*6-10|VT 9*8|VT 9*7 A*1|VA A*1 9*8-11|VA 9*9|WA A*3-7 X*5-9|WV 9*7|WV A*1-2 9*5-6|WI A*1 9*13|WY 9*9-10|";

static bool fits(char c, char kind)
{
	bool digit = c >= '0' && c <= '9';
	return kind == 'X' || digit == (kind == '9');
}

static int count_at(const char **p)
{
	int n = 0;
	while (**p >= '0' && **p <= '9')
		n = n * 10 + (*(*p)++ - '0');
	return n;
}

/* Runs are taken as long as they can be, which is right where the next one is of another kind. */
static bool fits_format(const char *text, int n, const char *form)
{
	int at = 0;

	while (*form != '|') {
		char kind = *++form;
		form += 2;
		int least = count_at(&form), most = least, took = 0;
		if (*form == '-')
			form++, most = count_at(&form);
		while (took < most && at < n && fits(text[at], kind))
			at++, took++;
		if (took < least)
			return false;
	}
	return at == n;
}

bool check_license(str value)
{
	char text[LONGEST];
	int n = check_plain(value, text);

	for (const char *form = formats; n > 0 && *form; form = strchr(form, '|') + 1)
		if (fits_format(text, n, form + 2))
			return true;
	return false;
}
