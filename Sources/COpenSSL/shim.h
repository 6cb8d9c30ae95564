#pragma once
// libcrypto 3: it is in the process already, because libssh2 brings it.
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

// SHA-256 by itself. EVP_Digest(3) sets up all of OpenSSL first, which reads its configuration and takes as long as hashing
// a megabyte; a process that hashes a few lines needs none of it.
static inline void levels_sha256_begin(SHA256_CTX *state) { SHA256_Init(state); }

static inline void levels_sha256_take(SHA256_CTX *state, const void *bytes, size_t count) {
    SHA256_Update(state, bytes, count);
}

static inline void levels_sha256_end(SHA256_CTX *state, unsigned char *digest) { SHA256_Final(digest, state); }
