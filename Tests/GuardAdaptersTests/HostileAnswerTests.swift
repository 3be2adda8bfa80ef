import GuardAdapters
import Guardrails
import JSONText
import Testing

@Suite("What all adapters make of answers")
struct HostileAnswerTests {
    private func read(_ example: ServiceExample, _ body: String, status: Int = 200) throws -> AdapterVerdict {
        try read(example, Array(body.utf8), status: status)
    }

    private func read(_ example: ServiceExample, _ body: [UInt8], status: Int = 200) throws -> AdapterVerdict {
        try example.adapter().verdict(
            from: [AdapterAnswer(status: status, body: body)],
            for: question(ServiceExample.text)
        )
    }

    @Test("every service has an example")
    func complete() { #expect(Set(ServiceExample.all.map(\.type)) == Set(AdapterType.allCases)) }

    @Test("what is found is found, and what is clean passes", arguments: ServiceExample.all)
    func both(example: ServiceExample) throws {
        let found = try read(example, example.found)
        #expect(found.texts.count == 1)
        #expect(found.texts.first?.findings.isEmpty == false)
        for finding in found.texts.flatMap(\.findings) {
            #expect(finding.range.lowerBound >= 0 && finding.range.upperBound <= ServiceExample.text.utf8.count)
            #expect(finding.rule.hasPrefix(example.type.rawValue + "."))
        }
        if let category = found.category {
            #expect(found.texts.allSatisfy { $0.findings.contains { $0.type == category } })
        }
        let clean = try read(example, example.clean)
        #expect(clean == AdapterVerdict(texts: [AdapterVerdict.Text()]))
    }

    @Test("errors of the service are no verdicts", arguments: ServiceExample.all)
    func statuses(example: ServiceExample) throws {
        for status in [0, 101, 204, 301, 400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 504] {
            #expect(throws: AdapterError.self, "\(status)") { try read(example, example.clean, status: status) }
        }
    }

    @Test("other texts than the documented ones are no verdicts", arguments: ServiceExample.all)
    func shapes(example: ServiceExample) throws {
        let bodies = [
            "", " ", "null", "true", "0", #""safe""#, "{}", "[[[]]]", "[null]", "[{}]", #"{"error":{"message":"no"}}"#,
            "<html></html>", "{\"a\":1,\"a\":2}", example.clean + "x", String(example.clean.dropLast()),
            String(repeating: "[", count: 100_000), String(repeating: #"{"a":"#, count: 2000),
        ]
        for body in bodies where body != example.clean {
            #expect(throws: AdapterError.self, "\(body.prefix(40))") { try read(example, body) }
        }
        #expect(throws: AdapterError.self) { try read(example, [0xFF, 0xFE]) }
        #expect(throws: AdapterError.self) { try read(example, [0xEF, 0xBB, 0xBF] + Array(example.clean.utf8)) }
        let huge = Array(repeating: UInt8(ascii: " "), count: AdapterAnswer.mostBytes + 1) + Array(example.clean.utf8)
        #expect(throws: AdapterError.self) { try read(example, huge) }
    }

    @Test("a repeated name is no verdict: nobody knows which value is meant", arguments: ServiceExample.all)
    func repeated(example: ServiceExample) throws {
        guard example.clean.hasPrefix("{") else { return }
        let name = try #require(JSONValue(parsing: example.clean).object?.names.first)
        let body = #"{"\#(name)":null,"# + example.clean.dropFirst()
        #expect(throws: AdapterError.self) { try read(example, body) }
    }

    @Test("an answer more or less than the requests is no verdict", arguments: ServiceExample.all)
    func counts(example: ServiceExample) throws {
        let adapter = try example.adapter()
        let answer = AdapterAnswer(status: 200, body: Array(example.clean.utf8))
        for answers in [[], [answer, answer]] {
            #expect(throws: AdapterError.self) {
                try adapter.verdict(from: answers, for: question(ServiceExample.text))
            }
        }
        // Nothing to look at: nothing is sent, and nothing found.
        let nothing = question([("", .user), ("", .assistant)])
        #expect(try adapter.requests(for: nothing).isEmpty)
        let verdict = try adapter.verdict(from: [], for: nothing)
        #expect(verdict == AdapterVerdict(texts: [AdapterVerdict.Text(), AdapterVerdict.Text()]))
        #expect(throws: AdapterError.self) { try adapter.verdict(from: [answer], for: nothing) }
    }

    @Test(
        "whatever single value of an answer is another one, nothing traps and no finding leaves the text",
        arguments: ServiceExample.all
    )
    func mutations(example: ServiceExample) throws {
        let values: [JSONValue] = [
            nil, true, false, 0, -1, 1, 2, 3, 15, 16, 17, 1_000_000, .number(JSONNumber(Int.max)),
            .number(JSONNumber(Int.min)), 0.5, "", "x", "-1", "9223372036854775808", [], [[]], [nil], [:], ["a": 1],
            .number(try #require(JSONNumber("1e999"))), .string(String(repeating: "あ", count: 5000)),
        ]
        for body in [example.found, example.clean] {
            let root = try JSONValue(parsing: body)
            for path in Self.paths(root) {
                for value in values {
                    let changed = Self.replacing(root, path[...], with: value)
                    guard let verdict = try? read(example, changed.bytes) else { continue }
                    for finding in verdict.texts.flatMap(\.findings) {
                        #expect(finding.range.lowerBound >= 0)
                        #expect(finding.range.upperBound <= ServiceExample.text.utf8.count)
                        #expect((0...1).contains(finding.score))
                        let bytes = Array(ServiceExample.text.utf8)[finding.range]
                        #expect(String(validating: bytes, as: UTF8.self) != nil, "within a character")
                    }
                }
            }
        }
    }

    @Test("a member less never makes a pass of what was found", arguments: ServiceExample.all)
    func removals(example: ServiceExample) throws {
        let root = try JSONValue(parsing: example.found)
        for path in Self.paths(root) {
            guard case .name(let name) = path.last else { continue }
            // What says where and why may be missing; the verdict itself may not.
            guard let verdict = try? read(example, Self.removing(root, path[...]).bytes) else { continue }
            #expect(verdict.texts.contains { !$0.findings.isEmpty }, "\(name)")
        }
    }

    // MARK: - Changing trees

    enum Step {
        case name(String)
        case index(Int)
    }

    static func paths(_ value: JSONValue) -> [[Step]] {
        switch value {
        case .object(let object):
            object.flatMap { member in
                [[Step.name(member.name)]] + paths(member.value).map { [Step.name(member.name)] + $0 }
            }
        case .array(let array):
            array.indices.flatMap { index in
                [[Step.index(index)]] + paths(array[index]).map { [Step.index(index)] + $0 }
            }
        default: []
        }
    }

    static func replacing(_ value: JSONValue, _ path: ArraySlice<Step>, with new: JSONValue) -> JSONValue {
        guard let step = path.first else { return new }
        switch (value, step) {
        case (.object(var object), .name(let name)):
            object[name] = replacing(object[name] ?? nil, path.dropFirst(), with: new)
            return .object(object)
        case (.array(var array), .index(let index)):
            array[index] = replacing(array[index], path.dropFirst(), with: new)
            return .array(array)
        default: return value
        }
    }

    static func removing(_ value: JSONValue, _ path: ArraySlice<Step>) -> JSONValue {
        guard let step = path.first else { return value }
        switch (value, step) {
        case (.object(var object), .name(let name)):
            if path.count == 1 {
                object.remove(name)
            } else {
                object[name] = removing(object[name] ?? nil, path.dropFirst())
            }
            return .object(object)
        case (.array(var array), .index(let index)):
            array[index] = removing(array[index], path.dropFirst())
            return .array(array)
        default: return value
        }
    }
}
