import { describe, expect, test } from 'vitest';
import { buildPath, matchPath, parseHash } from './routes.match.ts';

describe('addresses', () => {
	test('a hash is a path and a query', () => {
		const { path, query } = parseHash('#/w/7/users?key=active&user=9');
		expect(path).toBe('/w/7/users');
		expect(query.get('user')).toBe('9');
		expect(parseHash('').path).toBe('/');
		expect(parseHash('#customers/').path).toBe('/customers');
	});

	test('parameters are taken by name, the last may be missing', () => {
		expect(matchPath('/customers/:id/:tab?', '/customers/7/billing')).toEqual({ id: '7', tab: 'billing' });
		expect(matchPath('/customers/:id/:tab?', '/customers/7')).toEqual({ id: '7' });
		expect(matchPath('/customers/:id/:tab?', '/customers')).toBeNull();
		expect(matchPath('/customers', '/customers/7')).toBeNull();
		expect(matchPath('/', '/')).toEqual({});
	});

	test('odd names survive the way there and back', () => {
		const address = buildPath('/w/:customerId/users', { customerId: 'a/b c' });
		expect(address).toBe('/w/a%2Fb%20c/users');
		expect(matchPath('/w/:customerId/users', address)).toEqual({ customerId: 'a/b c' });
		expect(matchPath('/w/:customerId', '/w/%E0%A4%A')).toBeNull();
	});

	test('a pattern says what it needs', () => {
		expect(() => buildPath('/w/:customerId', {})).toThrow(':customerId');
		expect(buildPath('/customers/:id/:tab?', { id: '7' })).toBe('/customers/7');
	});
});
