import NIOCore

/// What has arrived and is not taken yet.
struct InputBuffer: Sendable {
    /// The bytes; none of those taken.
    private(set) var bytes = ByteBuffer()

    var count: Int { bytes.readableBytes }

    /// Whether the next two bytes are CR LF.
    var beginsWithLineEnd: Bool { bytes.getInteger(at: bytes.readerIndex, as: UInt16.self) == 0x0D0A }

    mutating func append(_ more: ByteBuffer) {
        if bytes.readableBytes == 0 {
            bytes = more
        } else {
            bytes.writeImmutableBuffer(more)
        }
    }

    /// Takes up to so many bytes off as a slice; `nil` if there are none.
    mutating func takeSlice(upTo limit: Int) -> ByteBuffer? {
        let length = min(limit, bytes.readableBytes)
        guard length > 0, let slice = bytes.readSlice(length: length) else { return nil }
        letGo()
        return slice
    }

    /// Takes so many bytes off as a copy; none if there are fewer.
    mutating func takeArray(_ length: Int) -> [UInt8] {
        let array = bytes.readBytes(length: length) ?? []
        letGo()
        return array
    }

    /// Takes two bytes off as one number, the first byte above; `nil` if there are fewer.
    mutating func takeTwoBytes() -> UInt16? {
        guard let number = bytes.readInteger(as: UInt16.self) else { return nil }
        letGo()
        return number
    }

    /// Drops so many bytes, at most all.
    mutating func skip(_ length: Int) {
        bytes.moveReaderIndex(forwardBy: min(length, bytes.readableBytes))
        letGo()
    }

    /// The storage is shared with slices that others have; holding it on would cost their reader a copy.
    private mutating func letGo() {
        if bytes.readableBytes == 0 { bytes = ByteBuffer() }
    }
}
