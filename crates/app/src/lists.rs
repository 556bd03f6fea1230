//! Pages of tables: what a request asks of the store's lists, and what the screen gets.

use mobileaccess_store::directory::{ListPage, ListQuery};
use mobileaccess_wire::{Page, PageInfo};

/// Rows per page that a screen may ask for.
const MAX_PAGE: u32 = 500;

/// The page that a screen asks for.
pub(crate) fn query<C>(page: &Page, column: C) -> ListQuery<C> {
    ListQuery {
        search: page.search.clone(),
        column,
        descending: page.descending,
        page: page.page,
        page_size: page.page_size.clamp(1, MAX_PAGE),
        language: page.language,
    }
}

/// Everything that matches, in the order of the screen, for a file.
pub(crate) fn whole<C>(page: &Page, column: C) -> ListQuery<C> {
    ListQuery { page: 0, page_size: u32::MAX, ..query(page, column) }
}

/// Where a page stands.
pub(crate) fn info<E>(page: &ListPage<E>, asked: &Page) -> PageInfo {
    PageInfo {
        page: page.page,
        page_size: asked.page_size.clamp(1, MAX_PAGE),
        total: page.total,
        hidden_by_filters: page.hidden_by_filters,
        all: page.all,
    }
}
