/* The quick look for tracked changes: it may be wrong about one that is not there, and never about one that is. */
#include "tests/saved.h"
#include "formats/docx/import/changes.h"
#include "redact/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool may_be_in(str bytes)
{
	arena *mem = arena_new();
	char path[64];
	err e = ERR_INIT;
	docx d = { .mem = mem };
	str zip;
	snprintf(path, sizeof path, "/tmp/underseal-scan-%d.zip", (int)getpid());
	unlink(path);
	zip_part part = { STR("word/document.xml"), bytes, false };
	assert_true(zip_as(path, &part, 1, &e));
	assert_true(file_read(path, 1 << 24, mem, &zip, &e));
	unlink(path);
	assert_true(opc_open(zip, mem, &d.package, &e));
	bool found = changes_may_be_in(&d, 0);
	opc_close(&d.package);
	arena_drop(mem);
	return found;
}

static bool found(const char *xml)
{
	return may_be_in(str_of(xml));
}

static void words_and_ends_are_no_changes(void **state)
{
	(void)state;
	assert_false(found("<w:p a='w:ins'>w:del del<w:insert/><w:t>ins</w:t></w:ins><w:delt/></w:p>"));
	assert_false(found("<?xml version='1.0' encoding='UTF-8' standalone='yes'?><w:p/>"));
	assert_false(found("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<w:p/>"));
	assert_false(found("<?xml version=\"1.0\"?><w:p/>"));
	assert_false(found("\xef\xbb\xbf<w:p/>"));
}

static void changes_are_found_by_any_prefix(void **state)
{
	(void)state;
	static const char *const names[] = { "ins", "del", "moveTo", "moveFrom", "delText", "delInstrText", "cellIns", "cellDel",
		"cellMerge", "numberingChange", "rPrChange", "aVeryLongNameOfPropertiesThatEndInChange", "conflictIns", "conflictDel" };
	static const char *const forms[] = { "<w:p><w:%s/></w:p>", "<p><%s ></p>", "<p><\xc3\xa9t\xc3\xa9:%s\n></p>", "<p><w:%s\ta=''></p>", "<p><w:r><w:%s></p>" };
	char xml[128];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
			snprintf(xml, sizeof xml, forms[k], names[i]);
			if (!found(xml))
				fail_msg("%s", xml);
		}
}

static void a_name_may_lie_across_two_stretches(void **state)
{
	(void)state;
	char xml[16384 + 64];
	for (size_t before = 16384 - 12; before <= 16384 + 1; before++) {
		memset(xml, ' ', sizeof xml);
		memcpy(xml, "<w:p>", 5);
		memcpy(xml + before, "<w:moveFrom>", 12);
		assert_true(may_be_in((str){ xml, sizeof xml }));
	}
}

static void other_encodings_are_looked_at_slowly(void **state)
{
	(void)state;
	assert_true(found("<?xml version='1.0' encoding='ISO-8859-1'?><p/>"));
	assert_true(found("<?xml version='1.0' encoding = 'UTF-8'?><p/>"));
	assert_true(found("<?xml version='1.0' encoding='UTF-7'?>+ADw-w:ins/+AD4-"));
	assert_true(found("<?xml version='1.0'"));
	assert_true(found(" <p/>"));
	assert_true(found(""));
	assert_true(may_be_in(STR("<\0p\0/\0>\0")));
	assert_true(may_be_in(STR("\xff\xfe<\0p\0/\0>\0")));
	assert_true(may_be_in(STR("\0<\0p\0/\0>")));
	assert_true(may_be_in(STR("<\0?\0x\0m\0l\0?\0>\0<\0p\0/\0>\0")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_ends_are_no_changes),
		cmocka_unit_test(changes_are_found_by_any_prefix),
		cmocka_unit_test(a_name_may_lie_across_two_stretches),
		cmocka_unit_test(other_encodings_are_looked_at_slowly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
