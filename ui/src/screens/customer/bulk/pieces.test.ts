import { describe, expect, test } from 'vitest';
import { MOST, pieces, pieceSize } from './pieces.ts';

describe('a long selection', () => {
	test('is cut without losing or doubling a row', () => {
		for (const total of [0, 1, 9, 10, 11, 399, 401, 40_000]) {
			const list = Array.from({ length: total }, (_, index) => index);
			expect(pieces(list).flat()).toEqual(list);
		}
	});

	test('never asks for more than the core takes at once, nor for single rows', () => {
		for (const total of [1, 100, 1_000, 1_000_000]) {
			expect(pieceSize(total)).toBeLessThanOrEqual(MOST);
			expect(pieceSize(total)).toBeGreaterThanOrEqual(10);
		}
	});
});
