//! What holds for every legal program, whatever it is made of.
