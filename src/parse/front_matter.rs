//! Front matter. Stub.
