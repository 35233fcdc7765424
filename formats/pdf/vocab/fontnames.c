#include "formats/pdf/vocab/fontnames.h"

#include <ctype.h>
#include <string.h>

/* Families in lower case without blanks. A prefix of a name matches when only style words follow. */
static const char *const families[] = {
	"courier", "couriernew", "couriernewps", "helvetica", "helveticaneue", "arial", "times", "timesnewroman",
	"timesnewromanps", "symbol", "zapfdingbats", "dingbats", "arialunicodems", "arialrounded", "calibri", "cambria",
	"cambriamath", "candara", "consolas", "constantia", "corbel", "georgia", "verdana", "tahoma", "trebuchet",
	"trebuchetms", "impact", "comicsans", "comicsansms", "garamond", "agaramond", "agaramondpro", "palatino",
	"palatinolinotype", "bookantiqua", "bookman", "bookmanoldstyle", "itcbookman", "century", "centurygothic",
	"centuryschoolbook", "newcenturyschlbk", "centuryschlbk", "avantgarde", "itcavantgarde", "zapfchancery",
	"franklingothic", "gillsans", "futura", "optima", "lucidaconsole", "lucidasans", "lucidasansunicode",
	"lucidasanstypewriter", "segoeui", "segoeuisymbol", "segoescript", "sylfaen", "microsoftsansserif",
	"mssansserif", "aptos", "webdings", "wingdings", "wingdings2", "wingdings3", "opensymbol", "minion",
	"minionpro", "myriad", "myriadpro", "nimbussanl", "nimbusromno9l", "nimbusmonl", "nimbussans", "nimbusroman",
	"nimbusmonops", "liberationsans", "liberationserif", "liberationmono", "liberationsansnarrow", "dejavusans",
	"dejavuserif", "dejavusansmono", "bitstreamverasans", "freesans", "freeserif", "freemono", "carlito", "caladea",
	"opensans", "roboto", "robotomono", "lato", "notosans", "notoserif", "sourcesanspro", "sourceserifpro",
	"cmr", "cmb", "cmbx", "cmti", "cmsl", "cmtt", "cmmi", "cmsy", "cmex", "cmss", "cmcsc", "msam", "msbm",
	"sfrm", "sfbx", "sfti", "lmroman", "lmsans", "lmmono", "utopia", "charter",
	/* Chinese, Japanese, Korean */
	"simsun", "nsimsun", "simhei", "simkai", "simfang", "simli", "kaiti", "fangsong", "stsong", "stsongstd",
	"stheiti", "stkaiti", "stfangsong", "adobesongstd", "adobeheitistd", "microsoftyahei", "mingliu", "pmingliu",
	"mhei", "msung", "msungstd", "mkai", "microsoftjhenghei", "msgothic", "mspgothic", "msuigothic", "msmincho",
	"mspmincho", "heiseimin", "heiseikakugo", "kozminpro", "kozgopro", "kozminstd", "meiryo", "yugothic",
	"yumincho", "ryumin", "gothicbbb", "ipamincho", "ipagothic", "batang", "batangche", "gulim", "gulimche",
	"dotum", "gungsuh", "malgungothic", "hysmyeongjo", "hysmyeongjostd", "hygothic", "hygo", "hygothicstd",
};

/* What may follow a family; longest first where one begins another. */
static const char *const styles[] = {
	"semibold", "demibold", "extrabold", "ultrabold", "bold", "italic", "oblique", "ital", "obli", "regular", "regu",
	"roman", "medium", "medi", "semilight", "extralight", "ultralight", "light", "ligh", "black", "heavy", "book",
	"demi", "thin", "condensed", "cond", "narrow", "extended", "cn", "psmt", "ps", "mt", "ms", "std", "pro",
	"acro", "w3", "w5", "w6", "w7", "l", "md", "it", "bd",
};

/* The common Chinese fonts as a widespread program writes them: their names in GBK. */
static const char *const gbk_names[] = {
	"\xCB\xCE\xCC\xE5", "\xBA\xDA\xCC\xE5", "\xBF\xAC\xCC\xE5_GB2312", "\xB7\xC2\xCB\xCE_GB2312", "\xC1\xA5\xCA\xE9",
};

/* Names by whose parts readers choose a substitute for East Asian text or treat an embedded font
 * with care. They are kept as that part alone. */
static const char *const telling_parts[] = {
	"SimFang", "SimHei", "SimKai", "SimLi", "SimSun", "Song", "MingLiU", "MingLi", "HuaTian", "Gothic", "Mincho",
	"Batang", "Gulim", "Dotum",
};

enum { TAG = 6, LONGEST = 64 };

static bool has_tag(str name)
{
	if (name.n <= TAG || name.p[TAG] != '+')
		return false;
	for (size_t i = 0; i < TAG; i++)
		if (name.p[i] < 'A' || name.p[i] > 'Z')
			return false;
	return true;
}

static bool only_styles(const char *s)
{
	while (*s) {
		size_t n = 0;
		if (*s == '-' || *s == ',' || isdigit((unsigned char)*s)) {
			s++;
			continue;
		}
		for (size_t i = 0; i < sizeof styles / sizeof *styles && !n; i++)
			if (strncmp(s, styles[i], strlen(styles[i])) == 0)
				n = strlen(styles[i]);
		if (!n)
			return false;
		s += n;
	}
	return true;
}

static bool is_common(str name)
{
	char low[LONGEST];
	size_t n = 0, digits = 0;
	for (size_t i = 0; i < sizeof gbk_names / sizeof *gbk_names; i++)
		if (str_is(name, gbk_names[i]))
			return true;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == ' ')
			continue;
		if (n == LONGEST - 1)
			return false;
		digits += isdigit((unsigned char)name.p[i]) != 0;
		low[n++] = (char)tolower((unsigned char)name.p[i]);
	}
	low[n] = 0;
	/* CMR10, LMRoman12, Wingdings2: sizes are short; longer numbers are somebody's. */
	if (digits > 2)
		return false;
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		size_t f = strlen(families[i]);
		if (strncmp(low, families[i], f) == 0 && only_styles(low + f))
			return true;
	}
	/* "MS-Gothic", "MS-PMincho", "HYSMyeongJo-Medium": the dash belongs to the family. */
	char *dash = strchr(low, '-');
	if (!dash)
		return false;
	memmove(dash, dash + 1, strlen(dash));
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		size_t f = strlen(families[i]);
		if (strncmp(low, families[i], f) == 0 && only_styles(low + f))
			return true;
	}
	return false;
}

str rpdf_font_name(str name, uint32_t index, arena *mem)
{
	char tag[TAG + 2] = "";
	bool tagged = has_tag(name);
	if (tagged) {
		name = str_sub(name, TAG + 1, name.n);
		uint32_t rest = index;
		for (int i = TAG - 1; i >= 0; i--, rest /= 26)
			tag[i] = (char)('A' + rest % 26);
		tag[TAG] = '+';
	}
	if (is_common(name))
		return str_fmt(mem, "%s" STR_FMT, tag, STR_ARG(name));

	const char *z = str_z(name, mem), *part = "";
	for (size_t i = 0; i < sizeof telling_parts / sizeof *telling_parts && !*part; i++)
		if (strstr(z, telling_parts[i]))
			part = telling_parts[i];
	if (!*part && (strncmp(z, "DF", 2) == 0 || strncmp(z, "DLC", 3) == 0))
		return str_fmt(mem, "%sDFFont%u", tag, index);
	bool bold = strstr(z, "Bold"), italic = strstr(z, "Italic"), oblique = strstr(z, "Oblique");
	return str_fmt(mem, "%sFont%u%s%s%s%s", tag, index, part, bold || italic || oblique ? "-" : "",
	               bold ? "Bold" : "", italic ? "Italic" : oblique ? "Oblique" : "");
}

/* "Font7Gothic-BoldItalic", as made here. */
static bool is_numbered(str name)
{
	static const char stem[] = "Font";
	name = str_sub(name, str_starts(name, "DFFont") ? 2 : 0, name.n);
	size_t at = sizeof stem - 1;
	if (!str_starts(name, stem) || at == name.n || !isdigit((unsigned char)name.p[at]))
		return false;
	while (at < name.n && isdigit((unsigned char)name.p[at]))
		at++;
	str rest = str_sub(name, at, name.n);
	for (size_t i = 0; i < sizeof telling_parts / sizeof *telling_parts; i++)
		if (str_starts(rest, telling_parts[i])) {
			rest = str_sub(rest, strlen(telling_parts[i]), rest.n);
			break;
		}
	return rest.n == 0 || str_is(rest, "-Bold") || str_is(rest, "-Italic") || str_is(rest, "-Oblique")
	    || str_is(rest, "-BoldItalic") || str_is(rest, "-BoldOblique");
}

bool rpdf_common_font_name(str name)
{
	if (has_tag(name))
		name = str_sub(name, TAG + 1, name.n);
	return is_common(name) || is_numbered(name);
}
