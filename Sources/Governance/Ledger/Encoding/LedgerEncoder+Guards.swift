extension LedgerEncoder {
    /// How many lines there are, the lines, and how many more there would be.
    mutating func append(guards: [GuardLine], leftOut: Int) {
        let count = min(guards.count, LedgerRecord.Bounds.guards)
        append(unsigned: UInt64(count))
        for line in guards.prefix(count) { append(line) }
        let more = max(leftOut, 0).addingReportingOverflow(guards.count - count)
        append(unsigned: UInt64(more.overflow ? .max : more.partialValue))
    }

    private mutating func append(_ line: GuardLine) {
        bytes.append((line.stage == .output ? 1 : 0) | (line.isMonitored ? 2 : 0))
        append(line.guardrail, atMost: LedgerRecord.Bounds.guardName)
        append(line.type, atMost: LedgerRecord.Bounds.guardName)
        append(line.rule, atMost: LedgerRecord.Bounds.guardName)
        append(unsigned: UInt64(min(max(line.thousandths, 0), 1000)))
        append(line.action, atMost: LedgerRecord.Bounds.guardWord)
        append(signed: Int64(line.offset))
        append(signed: Int64(line.length))
        append(line.hash, atMost: LedgerRecord.Bounds.guardWord)
        guard let encoding = line.encoding else {
            bytes.append(0)
            return
        }
        append(encoding, atMost: LedgerRecord.Bounds.guardWord, extra: 1)
    }

    /// Whether something of a line is cut.
    static func isTooLong(_ line: GuardLine) -> Bool {
        let name = LedgerRecord.Bounds.guardName
        let word = LedgerRecord.Bounds.guardWord
        return line.guardrail.utf8.count > name || line.type.utf8.count > name || line.rule.utf8.count > name
            || line.action.utf8.count > word || line.hash.utf8.count > word
            || line.encoding.map { $0.utf8.count > word } ?? false
    }
}
