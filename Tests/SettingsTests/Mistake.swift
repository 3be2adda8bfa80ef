import Settings
import Testing

/// A document with one mistake, and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
    let document: String
    let code: ConfigurationProblem.Code
    /// Line and column.
    let place: String
    let path: String
    /// What the message must contain.
    let words: [String]

    init(
        _ document: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ path: String,
        _ words: String...
    ) {
        self.init(document, code, place, path, words: words)
    }

    init(
        _ document: String,
        _ code: ConfigurationProblem.Code,
        _ place: String,
        _ path: String,
        words: [String]
    ) {
        self.document = document
        self.code = code
        self.place = place
        self.path = path
        self.words = words
    }

    var testDescription: String { "\(code) at \(path.isEmpty ? place : path): \(words.first ?? "")" }

    /// Expects that loading the document tells the mistake, and nothing else.
    func check() {
        let problems = Harness(files: ["a.pem": "x"]).problems(document)
        #expect(problems.count == 1, "\(problems)")
        guard let problem = problems.first else { return }
        #expect(problem.code == code)
        #expect("\(problem.line ?? 0):\(problem.column ?? 0)" == place)
        #expect(problem.path == path)
        for word in words { #expect(problem.message.contains(word), "\(problem.message)") }
        #expect(problem.description.hasPrefix("kanmon.yaml:\(place): "))
    }
}
