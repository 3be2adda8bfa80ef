/// An adapter as the services' codecs are written: windows in, and one answer for some windows out.
protocol WindowedAdapter: GuardAdapter {
    /// How the service is reached.
    var connection: AdapterConnection { get }
    /// How much it takes at once.
    var windows: TextWindows { get }

    /// The request for some windows.
    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest

    /// Reads what is answered to it.
    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError)
}

extension WindowedAdapter {
    var baseURL: String { connection.url }

    func requests(for question: AdapterQuestion) throws(AdapterError) -> [AdapterRequest] {
        if let asked = question.asked, !UTF8Check.isWellFormed(asked.span) {
            throw AdapterError(.invalidText, "what was asked is not UTF-8")
        }
        return try windows.batches(of: question).map { request(for: $0, of: question) }
    }

    func verdict(from answers: [AdapterAnswer], for question: AdapterQuestion) throws(AdapterError) -> AdapterVerdict {
        let batches = try windows.batches(of: question)
        guard answers.count == batches.count else {
            throw AdapterError(.wrongNumberOfAnswers, "\(answers.count) answers to \(batches.count) requests")
        }
        var verdict = VerdictBuilder(question)
        for (answer, batch) in zip(answers, batches) { try read(answer, for: batch, of: question, into: &verdict) }
        return try verdict.verdict()
    }

    /// What was asked, for services that judge an answer by its question; not more of it than the service takes.
    func asked(_ question: AdapterQuestion) -> String {
        let text = String(decoding: question.asked ?? [], as: UTF8.self)
        return String(text.unicodeScalars.suffix(windows.codePoints))
    }
}
