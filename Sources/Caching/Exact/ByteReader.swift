/// Reads what ``ByteWriter`` wrote, and believes none of it.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    mutating func read(_ count: Int) throws(CacheError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.endIndex - position else { throw CachedAnswer.corrupt }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    mutating func readByte() throws(CacheError) -> UInt8 {
        guard let byte = try read(1).first else { throw CachedAnswer.corrupt }
        return byte
    }

    mutating func readInt() throws(CacheError) -> Int64 {
        Int64(bitPattern: try read(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// A count of things.
    /// - Parameter size: the bytes each of them takes at least: more than there is room for is no count.
    mutating func readCount(ofAtLeast size: Int) throws(CacheError) -> Int {
        let count = try readInt()
        guard count >= 0, count <= Int64((bytes.endIndex - position) / size) else { throw CachedAnswer.corrupt }
        return Int(count)
    }

    mutating func readBytes() throws(CacheError) -> [UInt8] { Array(try read(try readCount(ofAtLeast: 1))) }

    mutating func readText() throws(CacheError) -> String {
        let bytes = try read(try readCount(ofAtLeast: 1))
        guard let text = String(validating: bytes, as: UTF8.self) else { throw CachedAnswer.corrupt }
        return text
    }

    mutating func readInts() throws(CacheError) -> [Int64] {
        let count = try readCount(ofAtLeast: 8)
        var values: [Int64] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try readInt()) }
        return values
    }
}
