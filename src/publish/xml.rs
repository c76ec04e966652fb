//! The characters that XML allows. Stub.
