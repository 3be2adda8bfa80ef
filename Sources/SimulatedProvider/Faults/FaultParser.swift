/// Reads the names of faults: `status-503-first-2`, `hang-mid-stream-after-3`, `slow-drip-20ms`.
///
/// What stands behind `@` is only there to make a name unique, so that tests that count requests do not meet.
enum FaultParser {
    /// The known names, as an error message lists them.
    static let known = [
        "status-N", "status-N-retry-after-SECONDS", "status-N-retry-after-ms-MILLISECONDS", "insufficient-quota",
        "context-length", "content-policy", "hang-before-headers", "hang-after-headers", "hang-mid-stream-after-N",
        "truncated-body", "reset", "reset-mid-stream-after-N", "invalid-json", "invalid-sse", "html-200",
        "error-mid-stream-after-N", "no-terminal", "slow-drip-Nms", "huge-answer-MIB", "huge-event-MIB", "odd-stream",
        "redirect-STATUS", "gzip-bomb-MIB", "gzip",
    ]

    /// The fault that a model's name asks for; `nil` where it asks for none.
    /// - Throws: a 400 where the name starts with `fault-` and goes on with no known fault.
    static func plan(inModel name: String) throws(Refusal) -> FaultPlan? {
        guard name.hasPrefix("fault-") else { return nil }
        return try plan(String(name.dropFirst(6)))
    }

    /// - Throws: a 400 that lists the known faults.
    static func plan(_ name: String) throws(Refusal) -> FaultPlan {
        var words = name.prefix { $0 != "@" }.split(separator: "-", omittingEmptySubsequences: false)[...]
        var first: Int?
        if words.count > 2, words[words.endIndex - 2] == "first", let count = number(words.last) {
            first = count
            words = words.dropLast(2)
        }
        guard let fault = fault(words) else {
            throw Refusal(
                400,
                "Unknown fault '\(name)'. Known faults: \(known.joined(separator: ", ")); each may end in -first-N.",
                param: "model",
                code: "unknown_fault"
            )
        }
        return FaultPlan(fault: fault, first: first)
    }

    private static func fault(_ words: ArraySlice<Substring>) -> Fault? {
        let plain: [String: Fault] = [
            "insufficient-quota": .insufficientQuota, "context-length": .contextLength,
            "content-policy": .contentPolicy, "hang-before-headers": .hangBeforeHeaders,
            "hang-after-headers": .hangAfterHeaders, "hang-mid-stream": .hangMidStream(after: 2),
            "truncated-body": .truncatedBody, "reset": .reset, "reset-mid-stream": .resetMidStream(after: 2),
            "invalid-json": .invalidJSON, "invalid-sse": .invalidSSE, "html-200": .html,
            "error-mid-stream": .errorMidStream(after: 2), "no-terminal": .noTerminal,
            "slow-drip": .slowDrip(milliseconds: 1), "huge-answer": .hugeAnswer(mebibytes: 16),
            "huge-event": .hugeEvent(mebibytes: 2), "odd-stream": .oddStream, "redirect": .redirect(status: 307),
            "gzip-bomb": .gzipBomb(mebibytes: 1024), "gzip": .gzip,
        ]
        if let fault = plain[words.joined(separator: "-")] { return fault }
        guard let last = words.last else { return nil }
        let stem = words.dropLast().joined(separator: "-")
        if stem.hasPrefix("status") { return status(words) }
        if stem == "slow-drip" {
            guard last.hasSuffix("ms"), let pause = number(last.dropLast(2)), pause <= 60_000 else { return nil }
            return .slowDrip(milliseconds: pause)
        }
        guard let count = number(last) else { return nil }
        switch stem {
        case "hang-mid-stream-after": return .hangMidStream(after: count)
        case "reset-mid-stream-after": return .resetMidStream(after: count)
        case "error-mid-stream-after": return .errorMidStream(after: count)
        case "huge-answer" where (1...4096).contains(count): return .hugeAnswer(mebibytes: count)
        case "huge-event" where (1...256).contains(count): return .hugeEvent(mebibytes: count)
        case "gzip-bomb" where (1...16_384).contains(count): return .gzipBomb(mebibytes: count)
        case "redirect" where (300...308).contains(count): return .redirect(status: count)
        default: return nil
        }
    }

    private static func status(_ words: ArraySlice<Substring>) -> Fault? {
        let words = Array(words)
        guard words.count > 1, words[0] == "status", let status = number(words[1]), (200...599).contains(status)
        else { return nil }
        switch words.dropFirst(2).dropLast().joined(separator: "-") {
        case "" where words.count == 2: return .status(status, nil)
        case "retry-after": return number(words.last).map { .status(status, .seconds($0)) }
        case "retry-after-ms": return number(words.last).map { .status(status, .milliseconds($0)) }
        default: return nil
        }
    }

    private static func number(_ word: Substring?) -> Int? {
        guard let word, !word.isEmpty, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(word),
            value <= 1_000_000
        else { return nil }
        return value
    }
}
