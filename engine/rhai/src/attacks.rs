//! Every bound of the sandbox, attacked.
