internal import JSONText

/// A value of a service's answer and where it stands, read strictly.
struct AnswerNode {
    private static let limits = JSONLimits(depth: 64, values: 200_000)

    let value: JSONValue
    /// Where it stands, such as `results[0].flagged`.
    let path: String

    /// Reads an answer's body.
    /// - Parameter statuses: those that come with a verdict.
    /// - Throws: `status`, `invalidJSON`.
    init(_ answer: AdapterAnswer, statuses: Set<Int> = [200]) throws(AdapterError) {
        guard statuses.contains(answer.status) else { throw AdapterError(.status, "status \(answer.status)") }
        guard answer.body.count <= AdapterAnswer.mostBytes else {
            throw AdapterError(.invalidJSON, "more than \(AdapterAnswer.mostBytes) bytes")
        }
        do throws(JSONError) {
            value = try JSONValue(parsing: answer.body, limits: Self.limits)
        } catch {
            throw AdapterError(.invalidJSON, error.description)
        }
        path = "the answer"
    }

    init(_ value: JSONValue, at path: String) {
        self.value = value
        self.path = path
    }

    func object() throws(AdapterError) -> AnswerObject {
        guard let object = value.object else { throw wrong("an object") }
        // Two values for one name: nobody knows which one the service meant.
        guard object.firstDuplicate == nil else { throw AdapterError(.invalidJSON, "\(path) repeats a name") }
        return AnswerObject(object: object, path: path)
    }

    func elements() throws(AdapterError) -> [AnswerNode] {
        guard let array = value.array else { throw wrong("a list") }
        return array.enumerated().map { AnswerNode($1, at: "\(path)[\($0)]") }
    }

    func string() throws(AdapterError) -> String {
        guard let string = value.string else { throw wrong("a string") }
        return string
    }

    func bool() throws(AdapterError) -> Bool {
        guard let bool = value.bool else { throw wrong("true or false") }
        return bool
    }

    func int() throws(AdapterError) -> Int {
        guard let int = value.int else { throw wrong("an integer") }
        return int
    }

    /// A number from 0 to 1.
    func score() throws(AdapterError) -> Double {
        // Some write rounding errors beyond the ends.
        guard let number = value.number?.double, number >= -0.000_001, number <= 1.000_001 else {
            throw wrong("a number from 0 to 1")
        }
        return min(max(number, 0), 1)
    }

    /// One of some words.
    func word(of words: [String]) throws(AdapterError) -> String {
        guard let word = value.string, words.contains(word) else {
            throw wrong("one of \(words.joined(separator: ", "))")
        }
        return word
    }

    func wrong(_ expected: String) -> AdapterError { AdapterError(.unexpectedShape, "\(path) is not \(expected)") }
}
