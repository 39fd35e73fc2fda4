/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as bytes: whole ones in both byte orders, fractions as IEEE 754. */
#include "model/bits.h"

#include <math.h>
#include <string.h>

void
bits_store(char *at, uint64_t n, size_t size, bool big)
{
	for (size_t i = 0; i < size; i++)
		at[big ? size - 1 - i : i] = (char)(n >> (8 * i));
}

uint64_t
bits_load(const char *at, size_t size, bool big)
{
	uint64_t n = 0;

	for (size_t i = 0; i < size; i++)
		n = n << 8 | (uint8_t)at[big ? i : size - 1 - i];
	return n;
}

/*
 * Half precision, by hand: no type of C11 has it. Rounds to the nearest, to the
 * even one in the middle. False, and infinity, if x is too large.
 */
static bool
half_from_double(double x, uint16_t *half)
{
	uint64_t bits, significand, rest, middle;
	unsigned sign, exponent, shift, magnitude;

	memcpy(&bits, &x, sizeof(bits));
	sign = bits >> 63 << 15;
	exponent = bits >> 52 & 0x7ff;
	significand = (bits & ((1ULL << 52) - 1)) | 1ULL << 52;
	*half = sign | 0x7c00 | (isnan(x) ? 0x200 : 0);
	if (exponent == 0x7ff)
		return true;
	/* Below 2^-25 there is nothing left; doubles begin at 2^-1074. */
	*half = sign;
	if (exponent < 1023 - 25)
		return true;
	if (exponent > 1023 + 15) {
		*half = sign | 0x7c00;
		return false;
	}
	/* Subnormal halves have fewer bits, and no hidden one. */
	shift = 42 + (exponent < 1023 - 14 ? 1023 - 14 - exponent : 0);
	rest = significand & ((1ULL << shift) - 1);
	middle = 1ULL << (shift - 1);
	magnitude = significand >> shift;
	if (rest > middle || (rest == middle && (magnitude & 1) != 0))
		magnitude++;
	/* Adding, not or: the hidden bit and the carry raise the exponent. */
	if (exponent >= 1023 - 14)
		magnitude += (exponent - (1023 - 14)) << 10;
	*half = sign | magnitude;
	return magnitude < 0x7c00;
}

static double
half_to_double(uint16_t half)
{
	unsigned exponent = half >> 10 & 0x1f;
	unsigned fraction = half & 0x3ff;
	double x;

	if (exponent == 0x1f)
		x = fraction != 0 ? NAN : INFINITY;
	else if (exponent == 0)
		x = fraction / 0x1p24;
	else
		x = (0x400 + fraction) * 0x1p-25 * (double)(1ULL << exponent);
	return copysign(x, half & 0x8000 ? -1 : 1);
}

bool
bits_from_float(double x, size_t size, uint64_t *bits)
{
	uint16_t half;
	uint32_t single;
	float f;
	bool large;

	switch (size) {
	case 2:
		large = !half_from_double(x, &half);
		*bits = half;
		return !large;
	case 4:
		/* Here and above it rounds to more than a float's largest; the
		 * conversion itself would be undefined. */
		large = isfinite(x) && fabs(x) >= 0x1.ffffffp127;
		f = large ? (x > 0 ? INFINITY : -INFINITY) : (float)x;
		memcpy(&single, &f, sizeof(single));
		*bits = single;
		return !large;
	default:
		memcpy(bits, &x, sizeof(*bits));
		return true;
	}
}

double
bits_to_float(uint64_t bits, size_t size)
{
	uint32_t single = bits;
	float f;
	double x;

	switch (size) {
	case 2:
		return half_to_double(bits);
	case 4:
		memcpy(&f, &single, sizeof(f));
		return f;
	default:
		memcpy(&x, &bits, sizeof(x));
		return x;
	}
}
