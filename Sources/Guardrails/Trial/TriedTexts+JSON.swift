public import JSONText

/// What is found, as programs are told: offsets are Unicode code points of the text that they stand in.
extension TriedTexts {
    /// The spans of findings.
    /// - Parameter findings: for each of ``texts``; within a text in order.
    public func spans(_ findings: [[Finding]]) -> [JSONValue] {
        var spans: [JSONValue] = []
        for (text, findings) in zip(texts, findings) {
            var offsets = CodePointOffsets(text.bytes)
            for finding in findings {
                let range = offsets.range(finding.range)
                var span = text.place.members
                span["start"] = .number(JSONNumber(range.lowerBound))
                span["end"] = .number(JSONNumber(range.upperBound))
                span["type"] = .string(finding.type.rawValue)
                span["score"] = Self.number(finding.score)
                span["rule"] = .string(finding.rule)
                if let encoding = finding.encoding { span["encoding"] = .string(encoding.rawValue) }
                spans.append(.object(span))
            }
        }
        return spans
    }

    /// The span of what a guardrail remembers, with what it does about it.
    /// - Parameters:
    ///   - evidence: what it remembers.
    ///   - place: which of ``texts`` it stands in.
    public func span(_ evidence: GuardEvidence, in place: Int) -> JSONValue {
        var span = texts.indices.contains(place) ? texts[place].place.members : [:]
        span["start"] = .number(JSONNumber(evidence.offset))
        span["end"] = .number(JSONNumber(evidence.offset + evidence.length))
        span["type"] = .string(evidence.type.rawValue)
        span["score"] = Self.number(evidence.score)
        span["rule"] = .string(evidence.rule)
        if let encoding = evidence.encoding { span["encoding"] = .string(encoding.rawValue) }
        span["guardrail"] = .string(evidence.guardrail)
        span["action"] = .string(evidence.action.word)
        if evidence.isMonitored { span["monitored"] = .bool(true) }
        return .object(span)
    }

    /// How much the texts look like an attack, and why.
    /// - Parameter verdict: its reasons name places among ``texts``.
    public func injection(_ verdict: InjectionVerdict) -> JSONValue {
        let reasons = verdict.reasons.map { reason in
            var members: JSONObject = ["rule": .string(reason.rule), "weight": Self.number(reason.weight)]
            guard texts.indices.contains(reason.message) else { return JSONValue.object(members) }
            let text = texts[reason.message]
            for member in text.place.members { members[member.name] = member.value }
            if let range = reason.range {
                var offsets = CodePointOffsets(text.bytes)
                let range = offsets.range(range)
                members["start"] = .number(JSONNumber(range.lowerBound))
                members["end"] = .number(JSONNumber(range.upperBound))
            }
            return .object(members)
        }
        return ["score": Self.number(verdict.score), "reasons": .array(reasons)]
    }

    /// The texts with numbered placeholders for what is found; the same value has the same one in all of them.
    /// - Parameter findings: for each of ``texts``, none overlapping another.
    public func masked(_ findings: [[Finding]]) -> [String] {
        var placeholders = Placeholders()
        return zip(texts, findings).map { text, findings in
            String(decoding: placeholders.mask(findings, in: text.bytes), as: UTF8.self)
        }
    }

    private static func number(_ value: Double) -> JSONValue {
        JSONNumber((value * 10_000).rounded() / 10_000).map(JSONValue.number) ?? .null
    }
}
