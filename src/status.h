/* SPDX-License-Identifier: BSD-2-Clause */
/* Exit statuses, the same for every command. */
#ifndef STATUS_H
#define STATUS_H

enum { STATUS_CLEAN, STATUS_FINDINGS, STATUS_USAGE, STATUS_FAILED };

#endif
