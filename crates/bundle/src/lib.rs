//! The archive: files that belong to no product, and packing.
