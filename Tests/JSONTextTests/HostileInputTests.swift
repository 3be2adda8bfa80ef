import Foundation
import JSONText
import Testing

/// Texts made to be slow or to break a reader. Each is about ten times the size at which quadratic work would already
/// take minutes, so the time limit tells the two apart on any machine.
@Suite("Hostile texts", .timeLimit(.minutes(1)))
struct HostileInputTests {
    private static let manyMembers = 100_000

    /// An object of very many members, in order or with all names the same.
    private func wide(distinct: Bool = true) -> [UInt8] {
        var text = "{"
        for index in 0..<Self.manyMembers {
            text += (index == 0 ? "" : ",") + #""name-\#(distinct ? index : 0)":\#(index)"#
        }
        return Array((text + "}").utf8)
    }

    @Test("an object of 100,000 members is read, searched and changed in proportion to its size")
    func manyMembers() throws {
        var object = try #require(try JSONValue(parsing: wide()).object)
        #expect(object.firstDuplicate == nil)
        for index in 0..<Self.manyMembers { try #require(object["name-\(index)"] == JSONValue(index)) }
        for index in 0..<Self.manyMembers { object["name-\(index)"] = .some(.null) }
        for index in 0..<Self.manyMembers { object["new-\(index)"] = JSONValue(index) }
        #expect(object.count == 2 * Self.manyMembers)
        #expect(object["name-7"] == .null)
    }

    @Test("one name 100,000 times is found as a duplicate at once")
    func sameName() throws {
        let text = wide(distinct: false)
        let object = try #require(try JSONValue(parsing: text).object)
        #expect(object.firstDuplicate == "name-0")
        #expect(object["name-0"] == JSONValue(Self.manyMembers - 1))
        let fields = try JSONFieldSet(["name-0"]).scan(text)
        #expect(fields.duplicate == 0)
        #expect(fields[0]?.int(in: text) == Self.manyMembers - 1)
    }

    @Test("100,000 changes to one text take time in proportion", arguments: [false, true])
    func manyEdits(backwards: Bool) throws {
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: 2 * Self.manyMembers)
        var edits = JSONEdits()
        for step in 0..<Self.manyMembers {
            let start = 2 * (backwards ? Self.manyMembers - 1 - step : step)
            edits.replace(start..<start + 1, with: [UInt8(ascii: "y")])
        }
        #expect(edits.applied(to: text).count { $0 == UInt8(ascii: "y") } == Self.manyMembers)
    }

    @Test("100,000 brackets end at level 512", arguments: ["[", #"{"a":"#, "[[],", #"[{"a":"#])
    func deep(opening: String) throws {
        let text = Array(String(repeating: opening, count: 100_000).utf8)
        let tree = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(tree?.reason == .tooDeep)
        let scan = #expect(throws: JSONError.self) { try JSONFieldSet(["a"]).scan(text) }
        #expect(scan == tree)
    }

    @Test("the deepest tree is read, compared, hashed, written and freed on a stack of 2 MiB")
    func deepest() async {
        let text = String(repeating: #"{"a":["#, count: 256) + String(repeating: "]}", count: 256)
        let isSame = await withCheckedContinuation { continuation in
            let thread = Thread {
                let trees = [try? JSONValue(parsing: text), try? JSONValue(parsing: text)].compactMap { $0 }
                let texts = trees.map(\.text)
                continuation.resume(returning: texts == [text, text] && trees[0] == trees[1] && Set(trees).count == 1)
            }
            // Without optimisation; with it 128 KiB are enough.
            thread.stackSize = 2 << 20
            thread.start()
        }
        #expect(isSame)
    }

    @Test(
        "10 MB in one name or string",
        arguments: ["a", "語", #"\n"#, #"\u0041"#, #"\ud83d\ude00"#, "e\u{301}", "\u{7F}é"]
    )
    func longString(unit: String) throws {
        let long = String(repeating: unit, count: 10_000_000 / unit.utf8.count)
        let text = Array(#"{"\#(long)":"\#(long)","model":"m"}"#.utf8)
        let fields = try JSONFieldSet(["model", "stream"]).scan(text)
        #expect(fields[0]?.string(in: text) == "m")
        let object = try #require(try JSONValue(parsing: text).object)
        #expect(object["model"] == "m")
        #expect(object.firstDuplicate == nil)
        let member = try #require(object.members.first)
        #expect(JSONValue.string(member.name) == member.value)
        #expect(try JSONValue(parsing: member.value.bytes) == member.value)
    }

    @Test(
        "a number of a million digits",
        arguments: ["", "-", "0.", "1e", "1e-", "1.0e+"],
        ["0", "1", "9"]
    )
    func longNumber(start: String, digit: String) throws {
        let million = String(repeating: digit, count: 1_000_000)
        // No leading zero where an integer part starts.
        let text = start + (start.isEmpty || start == "-" ? "7" : "") + million
        let number = try #require(try JSONValue(parsing: text).number)
        #expect(number.text == text)
        #expect(!number.double.isNaN)
        let isSmall = digit == "0" && start != "" && start != "-"
        #expect(number.int == (isSmall ? (start == "0." ? 0 : 1) : nil))
        let object = Array(#"{"n":\#(text)}"#.utf8)
        let fields = try JSONFieldSet(["n"]).scan(object)
        #expect(fields[0]?.int(in: object) == number.int)
    }

    @Test("the number of values in a tree is bounded; the scan builds none and has no such bound")
    func manyValues() throws {
        let text = "{\"a\":[" + String(repeating: "0,", count: 997) + "0]}"
        _ = try JSONValue(parsing: text, limits: JSONLimits(values: 1_000))
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text, limits: JSONLimits(values: 999)) }
        #expect(error == JSONError(.tooManyValues, at: text.utf8.count - 3))
        _ = try JSONFieldSet(["a"]).scan(Array(text.utf8), limits: JSONLimits(values: 1))
    }

    @Test("names that collide in the set of wanted ones cost no more than their length")
    func wantedNames() throws {
        let wanted = (0..<16).map { String(repeating: "x", count: 20) + "\(10 + $0)" }
        let name = #""\#(String(repeating: "x", count: 20))99":0"#
        let text = Array(("{" + Array(repeating: name, count: Self.manyMembers).joined(separator: ",") + "}").utf8)
        let fields = try JSONFieldSet(wanted).scan(text)
        #expect((0..<16).allSatisfy { fields[$0] == nil })
    }

    @Test("white space of any length around everything")
    func whitespace() throws {
        let space = String(repeating: " \t\r\n", count: 250_000)
        let text = Array(#"\#(space){\#(space)"a"\#(space):\#(space)1\#(space),\#(space)"b":2\#(space)}\#(space)"#.utf8)
        #expect(try JSONValue(parsing: text) == ["a": 1, "b": 2])
        let fields = try JSONFieldSet(["a", "b"]).scan(text)
        var edits = JSONEdits()
        for index in [1, 0] {
            let isRemoved = edits.remove(try #require(fields[index]), from: text)
            #expect(isRemoved)
        }
        #expect(try JSONValue(parsing: edits.applied(to: text)) == [:])
    }
}
