import ModelAPI
import Pricing

/// Writes the canonical bytes. Runs for every request on its event loop: no allocation but the buffer's growth.
struct LedgerEncoder {
    var bytes: [UInt8]
    private var isShortened = false

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func append(_ record: LedgerRecord) {
        bytes.append(LedgerCodec.Kind.record)
        bytes.append(Self.version(of: record))
        append(record.entry, atMost: LedgerRecord.Bounds.entry)
        append(record.id)
        append(signed: record.time)
        append(record.organization)
        append(record.team)
        append(record.project)
        append(record.user)
        append(record.keyID)
        append(record.keyName)
        append(record.environment)
        append(tags: record.tags)
        append(record.surface)
        append(record.modelAsked)
        append(record.modelServed)
        append(record.provider)
        append(attempts: record.attempts)
        append(record.usage)
        append(record.cost)
        append(record.priceVersion)
        append(record.cache)
        append(record.saved)
        append(signed: Int64(record.status))
        bytes.append(record.outcome.code)
        append(signed: Int64(record.durationMicroseconds))
        append(record.timeToFirstTokenMicroseconds)
        append(record.overheadMicroseconds)
        var flags: UInt64 = 0
        for flag in record.flags { flags |= flag.bit }
        let hasGuards = Self.hasGuards(record)
        // The flag stands in front of the lines, and knows of what is cut in them.
        if isShortened || hasGuards && record.guards.contains(where: Self.isTooLong) {
            flags |= LedgerRecord.Flag.shortened.bit
        }
        append(unsigned: flags)
        guard hasGuards else {
            if let saved = record.savedPromptCache { append(saved) }
            return
        }
        append(record.savedPromptCache)
        append(guards: record.guards, leftOut: record.guardsLeftOut)
    }

    private static func version(of record: LedgerRecord) -> UInt8 {
        if hasGuards(record) { return LedgerCodec.Version.guards }
        return record.savedPromptCache == nil ? LedgerCodec.Version.first : LedgerCodec.Version.promptCache
    }

    private static func hasGuards(_ record: LedgerRecord) -> Bool {
        !record.guards.isEmpty || record.guardsLeftOut > 0
    }

    mutating func append(_ correction: LedgerCorrection) {
        bytes.append(LedgerCodec.Kind.correction)
        bytes.append(LedgerCodec.Version.first)
        append(correction.entry, atMost: LedgerRecord.Bounds.entry)
        if let supersedes = correction.supersedes {
            bytes.append(1)
            append(signed: supersedes)
        } else {
            bytes.append(0)
        }
        append(signed: correction.time)
        append(correction.cost)
        append(correction.priceVersion)
    }

    private mutating func append(tags: [String]) {
        let count = min(tags.count, LedgerRecord.Bounds.tags)
        if count < tags.count { isShortened = true }
        append(unsigned: UInt64(count))
        for tag in tags.prefix(count) { append(tag, atMost: LedgerRecord.Bounds.tag) }
    }

    private mutating func append(attempts: [LedgerRecord.Attempt]) {
        let count = min(attempts.count, LedgerRecord.Bounds.attempts)
        if count < attempts.count { isShortened = true }
        append(unsigned: UInt64(count))
        for attempt in attempts.suffix(count) {
            append(attempt.target)
            append(attempt.credential)
            append(attempt.outcome)
            append(signed: Int64(attempt.milliseconds))
        }
    }

    /// A count of counts and the counts without the zeros at the end, so that a class more needs no new version.
    private mutating func append(_ usage: Usage?) {
        guard let usage else {
            bytes.append(0)
            return
        }
        bytes.append((usage.isEstimated ? 2 : 1) | usage.terms.code)
        let last = LedgerCount.allCases.last { usage[$0] != 0 }
        let count = last.map { $0.rawValue + 1 } ?? 0
        append(unsigned: UInt64(count))
        for kind in LedgerCount.allCases.prefix(count) { append(signed: Int64(usage[kind])) }
    }

    private mutating func append(_ money: Money?) {
        guard let money else {
            bytes.append(0)
            return
        }
        bytes.append(1)
        let attos = money.attos
        var rest = UInt128(bitPattern: (attos << 1) ^ (attos >> 127))
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func append(_ number: Int?) {
        guard let number else {
            bytes.append(0)
            return
        }
        bytes.append(1)
        append(signed: Int64(number))
    }

    mutating func append(signed number: Int64) {
        append(unsigned: UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    mutating func append(unsigned number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func append(_ string: String?) {
        guard let string else {
            bytes.append(0)
            return
        }
        append(string, atMost: LedgerRecord.Bounds.name, extra: 1)
    }

    private mutating func append(_ string: String) { append(string, atMost: LedgerRecord.Bounds.name) }

    /// The count of bytes, one more where zero means that there is no string, and the bytes.
    mutating func append(_ string: String, atMost limit: Int, extra: Int = 0) {
        let text = string.utf8.span
        var count = text.count
        if count > limit {
            isShortened = true
            count = limit
            // Back to the beginning of the character that the cut would split: 10xxxxxx goes on with one.
            while count > 0, text[count] & 0xC0 == 0x80 { count &-= 1 }
        }
        append(unsigned: UInt64(count &+ extra))
        bytes.append(text, 0..<count)
    }
}

extension [UInt8] {
    /// Appends a part of a span.
    @inline(__always)
    fileprivate mutating func append(_ span: Span<UInt8>, _ range: Range<Int>) {
        span.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
