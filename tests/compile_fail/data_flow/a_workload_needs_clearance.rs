//! expect: a workload cleared for `Public` data must not touch `Phi` data

use hc_cdk::data::{self, ClearedFor, DataClass};
use std::marker::PhantomData;

struct Worker<W>(PhantomData<W>);
struct Records<D>(PhantomData<D>);

impl<W: DataClass> Worker<W> {
    fn read<D: DataClass>(&self, _records: &Records<D>)
    where
        W: ClearedFor<D>,
    {
    }
}

fn main() {
    let records = Records::<data::Phi>(PhantomData);
    Worker::<data::Public>(PhantomData).read(&records);
}
