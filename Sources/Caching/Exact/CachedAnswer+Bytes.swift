import Crypto
import ModelAPI
import Pricing

/// The form in which an answer is written to a store:
///
/// | what | how |
/// |---|---|
/// | mark | `KMCA` |
/// | version | 2 bytes |
/// | length of the content | 8 bytes |
/// | content | fields in a fixed order; numbers of 8 bytes, texts and lists with their count in front |
/// | checksum | the first 16 bytes of SHA-256 over everything before |
///
/// Numbers are big-endian. Renditions are not written.
extension CachedAnswer {
    private static let mark = Array("KMCA".utf8)
    private static let version: UInt16 = 2
    private static let headCount = 14
    private static let checksumCount = 16

    /// The answer as bytes, for a store.
    public var serialized: [UInt8] {
        var content = ByteWriter()
        content.write(raw: digest.bytes)
        content.write(created.milliseconds)
        content.write(expires.milliseconds)
        content.write(origin.provider)
        content.write(origin.model)
        content.write(origin.usage.map { usage in Self.counts.map { Int64(usage[keyPath: $0]) } } ?? [])
        content.write(byte: origin.usage?.isEstimated == true ? 1 : 0)
        let terms = origin.usage?.terms ?? ServiceTerms()
        content.write(byte: (terms.isFast ? 1 : 0) | (terms.isInUS ? 2 : 0), terms.tier.rawValue)
        content.write(byte: origin.cost == nil ? 0 : 1)
        if let cost = origin.cost {
            content.write(Int64(truncatingIfNeeded: cost.attos >> 64))
            content.write(Int64(truncatingIfNeeded: cost.attos))
        }
        content.write(origin.dropped ?? "")
        content.write(byte: recording.form.rawValue)
        content.write(recording.dialect.rawValue)
        content.write(bytes: recording.bytes)
        content.write(Int64(recording.chunks.count))
        for chunk in recording.chunks {
            content.write(Int64(chunk.end))
            content.write(Int64(chunk.delay))
        }
        content.write(Int64(tags.count))
        for tag in tags {
            switch tag {
            case .model(let text): content.write(byte: 0, text)
            case .team(let text): content.write(byte: 1, text)
            case .key(let text): content.write(byte: 2, text)
            case .tag(let text): content.write(byte: 3, text)
            }
        }
        var whole = ByteWriter()
        whole.write(raw: Self.mark)
        whole.write(byte: UInt8(Self.version >> 8))
        whole.write(byte: UInt8(Self.version & 0xFF))
        whole.write(Int64(content.bytes.count))
        whole.write(raw: content.bytes)
        whole.write(raw: Self.checksum(of: whole.bytes[...]))
        return whole.bytes
    }

    /// Reads what ``serialized`` has written.
    /// - Throws: ``CacheError`` where it was written by another version or is not what was written.
    public convenience init(serialized bytes: [UInt8]) throws(CacheError) {
        guard bytes.count >= Self.headCount + Self.checksumCount, bytes.starts(with: Self.mark) else {
            throw Self.corrupt
        }
        let version = UInt16(bytes[4]) << 8 | UInt16(bytes[5])
        guard version == Self.version else {
            throw CacheError(
                .unknownVersion,
                "The stored answer has the form of version \(version); this is version \(Self.version)."
            )
        }
        let end = bytes.count - Self.checksumCount
        guard Self.checksum(of: bytes[..<end]).elementsEqual(bytes[end...]) else { throw Self.corrupt }
        var reader = ByteReader(bytes[6..<end])
        guard try reader.readInt() == Int64(end - Self.headCount) else { throw Self.corrupt }
        guard let digest = CacheDigest(bytes: try reader.read(32)) else { throw Self.corrupt }
        let created = CacheInstant(milliseconds: try reader.readInt())
        let expires = CacheInstant(milliseconds: try reader.readInt())
        var origin = Origin(provider: try reader.readText(), model: try reader.readText())
        origin.usage = try Self.readUsage(&reader)
        if try reader.readByte() == 1 {
            let high = try reader.readInt()
            let low = try reader.readInt()
            origin.cost = Money(attos: Int128(high) << 64 | Int128(UInt64(bitPattern: low)))
        }
        let dropped = try reader.readText()
        origin.dropped = dropped.isEmpty ? nil : dropped
        let recording = try Self.readRecording(&reader)
        let tags = try Self.readTags(&reader)
        guard reader.isAtEnd else { throw Self.corrupt }
        self.init(
            digest: digest,
            created: created,
            expires: expires,
            origin: origin,
            recording: recording,
            tags: tags
        )
    }

    static var corrupt: CacheError {
        CacheError(.corruptEntry, "The stored answer's bytes are not what was written.")
    }

    static func checksum(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        Array(SHA256.hash(data: bytes).prefix(checksumCount))
    }

    /// The counts of a usage, in the order they are written in: new ones at the end.
    private static var counts: [WritableKeyPath<Usage, Int>] {
        [
            \.input, \.cacheRead, \.cacheWrite5m, \.cacheWrite1h, \.output, \.reasoning, \.citations, \.audioInput,
            \.imageInput, \.videoInput, \.cachedAudio, \.cachedImage, \.cachedVideo, \.audioOutput, \.imageOutput,
            \.videoOutput, \.pictures, \.webSearches, \.searchUnits, \.toolCalls,
        ]
    }

    private static func readUsage(_ reader: inout ByteReader) throws(CacheError) -> Usage? {
        let values = try reader.readInts()
        let isEstimated = try reader.readByte() == 1
        let flags = try reader.readByte()
        guard flags < 4, let tier = ServiceTier(rawValue: try reader.readText()) else { throw corrupt }
        guard !values.isEmpty else { return nil }
        var usage = Usage()
        usage.isEstimated = isEstimated
        usage.terms = ServiceTerms(tier: tier, isFast: flags & 1 != 0, isInUS: flags & 2 != 0)
        // Fewer than there are now: written before there were more.
        guard values.count <= counts.count else { throw corrupt }
        for (path, value) in zip(counts, values) { usage[keyPath: path] = Int(value) }
        return usage
    }

    private static func readRecording(_ reader: inout ByteReader) throws(CacheError) -> AnswerRecording {
        guard let form = AnswerRecording.Form(rawValue: try reader.readByte()),
            let dialect = DialectID(rawValue: try reader.readText())
        else { throw corrupt }
        let bytes = try reader.readBytes()
        let count = try reader.readCount(ofAtLeast: 16)
        var chunks: [AnswerRecording.Chunk] = []
        chunks.reserveCapacity(count)
        for _ in 0..<count {
            guard let end = UInt32(exactly: try reader.readInt()), let delay = UInt32(exactly: try reader.readInt())
            else { throw corrupt }
            chunks.append(AnswerRecording.Chunk(end: end, delay: delay))
        }
        switch form {
        case .whole:
            guard chunks.isEmpty else { throw corrupt }
            return AnswerRecording(whole: bytes, dialect: dialect)
        case .stream:
            guard let recording = AnswerRecording(stream: bytes, chunks: chunks, dialect: dialect) else {
                throw corrupt
            }
            return recording
        }
    }

    private static func readTags(_ reader: inout ByteReader) throws(CacheError) -> [CacheTag] {
        let count = try reader.readCount(ofAtLeast: 9)
        var tags: [CacheTag] = []
        for _ in 0..<count {
            let kind = try reader.readByte()
            let text = try reader.readText()
            switch kind {
            case 0: tags.append(.model(text))
            case 1: tags.append(.team(text))
            case 2: tags.append(.key(text))
            case 3: tags.append(.tag(text))
            default: throw corrupt
            }
        }
        return tags
    }
}
