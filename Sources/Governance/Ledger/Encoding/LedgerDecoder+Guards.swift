extension LedgerDecoder {
    /// Reads the lines of guardrails, of which there is at least one, or the count of more.
    mutating func readGuards(of record: inout LedgerRecord) throws(LedgerFormatError) {
        let count = try count(atMost: LedgerRecord.Bounds.guards)
        record.guards.reserveCapacity(count)
        for _ in 0..<count { record.guards.append(try guardLine()) }
        record.guardsLeftOut = try guardsLeftOut(count)
    }

    /// Where the names of guardrails and of what they found stand; the rest is checked and passed over.
    mutating func guardTexts() throws(LedgerFormatError) -> [(guardrail: Range<Int>, type: Range<Int>)] {
        let count = try count(atMost: LedgerRecord.Bounds.guards)
        var texts: [(guardrail: Range<Int>, type: Range<Int>)] = []
        texts.reserveCapacity(count)
        for _ in 0..<count {
            _ = try guardMarks()
            texts.append(
                (try text(atMost: LedgerRecord.Bounds.guardName), try text(atMost: LedgerRecord.Bounds.guardName))
            )
            _ = try text(atMost: LedgerRecord.Bounds.guardName)
            _ = try thousandths()
            _ = try text(atMost: LedgerRecord.Bounds.guardWord)
            _ = try signed()
            _ = try signed()
            _ = try text(atMost: LedgerRecord.Bounds.guardWord)
            let encoding = try self.count(atMost: LedgerRecord.Bounds.guardWord + 1)
            if encoding > 0 { _ = try text(of: encoding - 1) }
        }
        _ = try guardsLeftOut(count)
        return texts
    }

    private mutating func guardLine() throws(LedgerFormatError) -> GuardLine {
        let marks = try guardMarks()
        var line = GuardLine(
            guardrail: try string(atMost: LedgerRecord.Bounds.guardName),
            stage: marks & 1 == 0 ? .input : .output,
            type: try string(atMost: LedgerRecord.Bounds.guardName),
            rule: try string(atMost: LedgerRecord.Bounds.guardName),
            thousandths: try thousandths(),
            action: try string(atMost: LedgerRecord.Bounds.guardWord),
            isMonitored: marks & 2 != 0,
            offset: Int(try signed()),
            length: Int(try signed()),
            hash: try string(atMost: LedgerRecord.Bounds.guardWord)
        )
        let encoding = try count(atMost: LedgerRecord.Bounds.guardWord + 1)
        if encoding > 0 { line.encoding = try string(of: encoding - 1) }
        return line
    }

    /// The stage in the lowest bit, and in the next one whether it was only noted.
    private mutating func guardMarks() throws(LedgerFormatError) -> UInt8 {
        let marks = try byte()
        guard marks < 4 else { throw .malformed }
        return marks
    }

    private mutating func thousandths() throws(LedgerFormatError) -> Int { try count(atMost: 1000) }

    private mutating func guardsLeftOut(_ lines: Int) throws(LedgerFormatError) -> Int {
        let leftOut = try count(atMost: .max)
        // Without anything it would be of the version before.
        guard lines > 0 || leftOut > 0 else { throw .malformed }
        return leftOut
    }
}
