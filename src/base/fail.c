/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>

int fail(struct failure *why, int code, const char *format, ...)
{
	va_list arguments;

	if (why->text[0])
		return code;
	va_start(arguments, format);
	vsnprintf(why->text, sizeof(why->text), format, arguments);
	va_end(arguments);
	return code;
}
