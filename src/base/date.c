/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/date.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool date_is_valid(const char *text)
{
	static const char form[] = "dddd-dd-dd";
	int month, day;
	size_t i;

	if (strlen(text) != sizeof(form) - 1)
		return false;
	for (i = 0; form[i]; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-')
			return false;
	month = atoi(text + 5);
	day = atoi(text + 8);
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

void date_today(char out[DATE_SIZE])
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t now = time(NULL);
	long long seconds;
	struct tm day;
	char *end;

	if (epoch && *epoch) {
		errno = 0;
		seconds = strtoll(epoch, &end, 10);
		if (!errno && !*end && seconds >= 0 && seconds <= 253402300799)
			now = (time_t)seconds;
	}
	gmtime_r(&now, &day);
	strftime(out, DATE_SIZE, "%Y-%m-%d", &day);
}
