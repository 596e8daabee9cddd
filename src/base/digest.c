/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/digest.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>

const char *digest_of(struct arena *arena, const void *bytes, size_t size)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx state;
	char *hex = arena_alloc(arena, DIGEST_LENGTH + 1);

	sha256_init(&state);
	sha256_update(&state, size, bytes);
	sha256_digest(&state, sizeof(digest), digest);
	base16_encode_update(hex, sizeof(digest), digest);
	return hex;
}
