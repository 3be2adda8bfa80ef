import ModelAPI
import Pricing

/// Reads the canonical bytes and nothing else: a longer form of a number, a string beyond its bound or a byte too many is
/// refused, so that what can be read encodes to the same bytes again.
struct LedgerDecoder {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    /// - Parameter range: clamped to what is there.
    init(bytes: [UInt8], range: Range<Int>) {
        let range = range.clamped(to: bytes.indices)
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    mutating func item() throws(LedgerFormatError) -> LedgerItem {
        let kind = try byte()
        let version = try byte()
        guard version >= LedgerCodec.Version.first else { throw .malformed }
        guard version <= LedgerCodec.Version.guards else { throw .version }
        let item: LedgerItem
        switch (kind, version) {
        case (LedgerCodec.Kind.record, LedgerCodec.Version.first): item = .record(try record())
        case (LedgerCodec.Kind.record, _):
            var record = try record()
            record.savedPromptCache = try savedPromptCache(version)
            if version >= LedgerCodec.Version.guards { try readGuards(of: &record) }
            item = .record(record)
        case (LedgerCodec.Kind.correction, LedgerCodec.Version.first): item = .correction(try correction())
        case (LedgerCodec.Kind.correction, _): throw .version
        default: throw .malformed
        }
        guard position == end else { throw .malformed }
        return item
    }

    /// Reads a record as far as ``LedgerGist`` goes; the rest is checked and passed over.
    mutating func gist() throws(LedgerFormatError) -> LedgerGist {
        guard try byte() == LedgerCodec.Kind.record else { throw .malformed }
        let version = try byte()
        guard version >= LedgerCodec.Version.first else { throw .malformed }
        guard version <= LedgerCodec.Version.guards else { throw .version }
        let entry = try text(atMost: LedgerRecord.Bounds.entry)
        guard !entry.isEmpty else { throw .entry }
        _ = try text(atMost: LedgerRecord.Bounds.name)
        let time = try signed()
        let parties = position
        for _ in 0..<6 { _ = try optionalText() }
        let environment = position
        _ = try optionalText()
        let tags = position
        for _ in 0..<(try count(atMost: LedgerRecord.Bounds.tags)) { _ = try text(atMost: LedgerRecord.Bounds.tag) }
        let surface = position
        _ = try text(atMost: LedgerRecord.Bounds.name)
        let model = position
        _ = try text(atMost: LedgerRecord.Bounds.name)
        let served = position
        _ = try optionalText()
        let provider = position
        _ = try optionalText()
        let attempts = position
        for _ in 0..<(try count(atMost: LedgerRecord.Bounds.attempts)) {
            _ = try text(atMost: LedgerRecord.Bounds.name)
            _ = try optionalText()
            _ = try text(atMost: LedgerRecord.Bounds.name)
            _ = try signed()
        }
        let usage = try usage()
        let cost = try money()
        _ = try optionalText()
        let cache = try optionalText()
        let saved = try money()
        let status = Int(try signed())
        guard let outcome = LedgerRecord.Outcome(code: try byte()) else { throw .malformed }
        _ = try signed()
        if try isPresent() { _ = try signed() }
        if try isPresent() { _ = try signed() }
        guard LedgerRecord.Flag.areFlags(try unsigned()) else { throw .malformed }
        let savedPromptCache = try savedPromptCache(version)
        let guards = version >= LedgerCodec.Version.guards ? try guardTexts() : []
        guard position == end else { throw .malformed }
        let isSemanticHit = says(cache, LedgerRecord.semanticHit)
        return LedgerGist(
            entry: entry,
            parties: parties..<environment,
            tags: tags..<surface,
            surface: surface..<model,
            model: model..<served,
            modelServed: served..<provider,
            provider: provider..<attempts,
            guards: guards,
            time: time,
            usage: usage,
            cost: cost,
            isHit: isSemanticHit || says(cache, LedgerRecord.exactHit),
            isSemanticHit: isSemanticHit,
            saved: saved,
            savedPromptCache: savedPromptCache,
            status: status,
            outcome: outcome
        )
    }

    private func says(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for (offset, place) in range.enumerated() where bytes[place] != text.utf8Start[offset] { return false }
        return true
    }

    private mutating func record() throws(LedgerFormatError) -> LedgerRecord {
        let entry = try string(atMost: LedgerRecord.Bounds.entry)
        guard !entry.isEmpty else { throw .entry }
        var record = LedgerRecord(
            entry: entry,
            id: try string(atMost: LedgerRecord.Bounds.name),
            time: try signed(),
            surface: "",
            modelAsked: "",
            status: 0,
            outcome: .answered,
            durationMicroseconds: 0
        )
        record.organization = try optionalString()
        record.team = try optionalString()
        record.project = try optionalString()
        record.user = try optionalString()
        record.keyID = try optionalString()
        record.keyName = try optionalString()
        record.environment = try optionalString()
        record.tags = try tags()
        record.surface = try string(atMost: LedgerRecord.Bounds.name)
        record.modelAsked = try string(atMost: LedgerRecord.Bounds.name)
        record.modelServed = try optionalString()
        record.provider = try optionalString()
        record.attempts = try attempts()
        record.usage = try usage()
        record.cost = try money()
        record.priceVersion = try optionalString()
        record.cache = try optionalString()
        record.saved = try money()
        record.status = Int(try signed())
        guard let outcome = LedgerRecord.Outcome(code: try byte()) else { throw .malformed }
        record.outcome = outcome
        record.durationMicroseconds = Int(try signed())
        record.timeToFirstTokenMicroseconds = try isPresent() ? Int(signed()) : nil
        record.overheadMicroseconds = try isPresent() ? Int(signed()) : nil
        guard let flags = LedgerRecord.Flag.flags(of: try unsigned()) else { throw .malformed }
        record.flags = flags
        return record
    }

    /// What stands at the end of all versions but the first; only one of guardrails' lines may be without.
    private mutating func savedPromptCache(_ version: UInt8) throws(LedgerFormatError) -> Money? {
        guard version >= LedgerCodec.Version.promptCache else { return nil }
        let saved = try money()
        guard saved != nil || version >= LedgerCodec.Version.guards else { throw .malformed }
        return saved
    }

    private mutating func correction() throws(LedgerFormatError) -> LedgerCorrection {
        let entry = try string(atMost: LedgerRecord.Bounds.entry)
        guard !entry.isEmpty else { throw .entry }
        return LedgerCorrection(
            entry: entry,
            supersedes: try isPresent() ? signed() : nil,
            time: try signed(),
            cost: try money(),
            priceVersion: try optionalString()
        )
    }

    private mutating func tags() throws(LedgerFormatError) -> [String] {
        let count = try count(atMost: LedgerRecord.Bounds.tags)
        var tags: [String] = []
        for _ in 0..<count { tags.append(try string(atMost: LedgerRecord.Bounds.tag)) }
        return tags
    }

    private mutating func attempts() throws(LedgerFormatError) -> [LedgerRecord.Attempt] {
        let count = try count(atMost: LedgerRecord.Bounds.attempts)
        var attempts: [LedgerRecord.Attempt] = []
        for _ in 0..<count {
            attempts.append(
                LedgerRecord.Attempt(
                    target: try string(atMost: LedgerRecord.Bounds.name),
                    credential: try optionalString(),
                    outcome: try string(atMost: LedgerRecord.Bounds.name),
                    milliseconds: Int(try signed())
                )
            )
        }
        return attempts
    }

    private mutating func usage() throws(LedgerFormatError) -> Usage? {
        let form = try byte()
        guard form > 0 else { return nil }
        guard let terms = ServiceTerms(code: form & ~3), form & 3 == 1 || form & 3 == 2 else { throw .malformed }
        var usage = Usage()
        usage.terms = terms
        usage.isEstimated = form & 3 == 2
        let count = try count(atMost: LedgerCount.allCases.count)
        for kind in LedgerCount.allCases.prefix(count) {
            usage[kind] = Int(try signed())
            guard kind.rawValue + 1 < count || usage[kind] != 0 else { throw .malformed }
        }
        return usage
    }

    private mutating func money() throws(LedgerFormatError) -> Money? {
        guard try isPresent() else { return nil }
        var value: UInt128 = 0
        var shift = 0
        while true {
            let byte = try byte()
            let part = UInt128(byte & 0x7F)
            // 18 bytes hold 126 bits; the nineteenth may hold two more.
            guard shift < 126 || (shift == 126 && part < 4) else { throw .malformed }
            value |= part << UInt128(shift)
            if byte & 0x80 == 0 {
                guard byte != 0 || shift == 0 else { throw .malformed }
                break
            }
            shift += 7
        }
        return Money(attos: Int128(bitPattern: value >> 1) ^ -Int128(bitPattern: value & 1))
    }

    private mutating func isPresent() throws(LedgerFormatError) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw .malformed
        }
    }

    mutating func count(atMost limit: Int) throws(LedgerFormatError) -> Int {
        let count = try unsigned()
        guard count <= UInt64(limit) else { throw .malformed }
        return Int(count)
    }

    mutating func signed() throws(LedgerFormatError) -> Int64 {
        let value = try unsigned()
        return Int64(bitPattern: value >> 1) ^ (0 &- Int64(bitPattern: value & 1))
    }

    mutating func unsigned() throws(LedgerFormatError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            let part = UInt64(byte & 0x7F)
            guard shift < 63 || (shift == 63 && part < 2) else { throw .malformed }
            value |= part << shift
            if byte & 0x80 == 0 {
                guard byte != 0 || shift == 0 else { throw .malformed }
                return value
            }
            shift += 7
        }
    }

    private mutating func optionalString() throws(LedgerFormatError) -> String? {
        let count = try count(atMost: LedgerRecord.Bounds.name + 1)
        return count == 0 ? nil : try string(of: count - 1)
    }

    mutating func string(atMost limit: Int) throws(LedgerFormatError) -> String {
        try string(of: try count(atMost: limit))
    }

    mutating func string(of count: Int) throws(LedgerFormatError) -> String {
        guard count <= end - position else { throw .truncated }
        guard count > 0 else { return "" }
        let range = position..<position + count
        position += count
        do {
            return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
        } catch {
            throw .malformed
        }
    }

    /// Where a text stands that is passed over.
    mutating func text(atMost limit: Int) throws(LedgerFormatError) -> Range<Int> {
        try text(of: try count(atMost: limit))
    }

    private mutating func optionalText() throws(LedgerFormatError) -> Range<Int> {
        let count = try count(atMost: LedgerRecord.Bounds.name + 1)
        return count == 0 ? position..<position : try text(of: count - 1)
    }

    mutating func text(of count: Int) throws(LedgerFormatError) -> Range<Int> {
        guard count <= end - position else { throw .truncated }
        let range = position..<position + count
        position += count
        // Nearly all of them are ASCII.
        guard !bytes.span.extracting(range).isASCII else { return range }
        do {
            _ = try UTF8Span(validating: bytes.span.extracting(range))
        } catch {
            throw .malformed
        }
        return range
    }

    mutating func byte() throws(LedgerFormatError) -> UInt8 {
        guard position < end else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }
}

extension Span<UInt8> {
    /// Whether every byte is below 0x80.
    fileprivate var isASCII: Bool {
        var all: UInt8 = 0
        for index in indices { all |= self[index] }
        return all < 0x80
    }
}
