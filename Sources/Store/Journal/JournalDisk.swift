/// The calls of the operating system by which a journal can fail, apart so that tests can make them fail.
protocol JournalDisk: Sendable {
    /// `open(2)` for appending, of a file that is not there yet, with its lock taken. Gives the descriptor or an error
    /// number, negative.
    func create(_ path: String) -> CInt
    /// `write(2)`. Gives the count or an error number, negative.
    func write(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int
    /// `ftruncate(2)`. Gives zero or an error number, negative.
    func truncate(_ descriptor: CInt, to count: Int) -> CInt
    /// `fdatasync(2)`. Gives zero or an error number, negative.
    func synchronize(_ descriptor: CInt) -> CInt
    /// Makes a file of some size whose blocks are the disk's. Gives zero or an error number, negative.
    func reserve(_ path: String, count: Int) -> CInt
}
