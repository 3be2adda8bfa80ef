/// A check of a whole answer.
///
/// Time is linear in the answer and findings are bounded (``mostFindings``), whatever the answer is.
public enum OutputCheck: Sendable {
    /// The answer is JSON that holds against a schema.
    case jsonSchema(JSONSchema)
    /// Texts that have to be there or may not.
    case content(ContentCheck)
    /// How long it may be.
    case length(LengthCheck)
    /// Where its links and images may lead.
    case urls(URLCheck)
    /// Whether it has code.
    case code(CodeCheck)
    /// Whether it has HTML or escapes of terminals.
    case markup(MarkupCheck)
    /// Whether it gives the instructions away.
    case promptLeak(PromptLeakCheck)
    /// In which language it is.
    case language(LanguageCheck)

    /// The most findings of one check.
    public static let mostFindings = 1000

    /// Checks an answer.
    /// - Parameters:
    ///   - answer: the whole answer, UTF-8.
    ///   - question: what it answers.
    /// - Returns: findings with ranges in bytes of the answer; what is about the answer as a whole has the empty range at 0.
    /// - Throws: ``JSONSchemaError`` or ``PatternError`` where the check cannot be done.
    public func findings(in answer: [UInt8], of question: OutputQuestion) throws -> [Finding] {
        try report(on: Normalizer().normalize(answer), of: question).findings
    }

    /// Checks an answer that is normalised already, and says in words what is wrong.
    /// - Parameters:
    ///   - answer: the whole answer.
    ///   - question: what it answers.
    /// - Throws: ``JSONSchemaError`` or ``PatternError`` where the check cannot be done.
    public func report(on answer: NormalizedText, of question: OutputQuestion) throws -> OutputReport {
        switch self {
        case .jsonSchema(let schema): return try Self.report(on: answer, against: schema)
        case .content(let check): return try check.report(on: answer)
        case .length(let check): return check.report(on: answer.original)
        case .urls(let check):
            return OutputReport(check.findings(in: answer), "It has links or images whose hosts are not allowed.")
        case .code(let check):
            return OutputReport(check.findings(in: answer), "It has code of a kind that is not allowed.")
        case .markup(let check):
            return OutputReport(check.findings(in: answer), "It has HTML or escape sequences, which are not allowed.")
        case .promptLeak(let check):
            return OutputReport(check.findings(in: answer, of: question), "It repeats the instructions.")
        case .language(let check):
            return OutputReport(
                check.findings(in: answer, of: question),
                "It is in another language than was asked for."
            )
        }
    }

    private static func report(on answer: NormalizedText, against schema: JSONSchema) throws -> OutputReport {
        let violations = try schema.violations(in: answer.original)
        var rules: [String] = []
        for violation in violations where !rules.contains(violation.keyword) { rules.append(violation.keyword) }
        return OutputReport(
            findings: rules.map { Finding(type: .jsonSchema, range: 0..<0, score: 1, rule: "json-schema.\($0)") },
            complaints: violations.map(\.description)
        )
    }
}

extension OutputReport {
    /// A report with one complaint where something was found.
    fileprivate init(_ findings: [Finding], _ complaint: String) {
        self.init(
            findings: Array(findings.sorted(by: Finding.comesBefore).prefix(OutputCheck.mostFindings)),
            complaints: findings.isEmpty ? [] : [complaint]
        )
    }
}
