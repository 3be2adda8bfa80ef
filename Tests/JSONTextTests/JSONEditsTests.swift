import JSONText
import Testing

@Suite("Surgical edits")
struct JSONEditsTests {
    private static let names = ["a", "b", "c", "d", "e"]

    private func edited(
        _ text: String,
        _ change: (inout JSONEdits, JSONFields, [UInt8]) throws -> Void
    ) throws -> String {
        var edits = JSONEdits()
        let bytes = Array(text.utf8)
        try change(&edits, try JSONFieldSet(Self.names).scan(bytes), bytes)
        let result = edits.applied(to: bytes)
        #expect(result.count == edits.length(from: bytes.count))
        return String(decoding: result, as: UTF8.self)
    }

    @Test(
        "members are taken out in any number and order",
        arguments: [
            (#"{"a":1,"b":2,"c":3}"#, [0], #"{"b":2,"c":3}"#), (#"{"a":1,"b":2,"c":3}"#, [2], #"{"a":1,"b":2}"#),
            (#"{"a":1,"b":2,"c":3}"#, [0, 2], #"{"b":2}"#), (#"{"a":1,"b":2,"c":3}"#, [1, 2], #"{"a":1}"#),
            (#"{"a":1,"b":2,"c":3}"#, [2, 1], #"{"a":1}"#), (#"{"a":1,"b":2,"c":3}"#, [0, 1, 2], "{}"),
            (#"{"a":1,"b":2,"c":3}"#, [2, 1, 0], "{}"), (#"{"a":1,"b":2,"c":3}"#, [1, 0, 2], "{}"),
            (#"{"a":1}"#, [0], "{}"), (#"{ "a" : 1 , "b" : 2 }"#, [1], #"{ "a" : 1  }"#),
            (#"{ "a" : 1 , "b" : 2 }"#, [0], #"{ "b" : 2 }"#), (#"{ "a" : 1 , "b" : 2 }"#, [1, 0], "{  }"),
            (#"{"x":",","a":"}"}"#, [0], #"{"x":","}"#),
        ]
    )
    func removals(text: String, members: [Int], expected: String) throws {
        let result = try edited(text) { edits, fields, bytes in
            for member in members {
                let isRemoved = edits.remove(try #require(fields[member]), from: bytes)
                #expect(isRemoved)
            }
        }
        #expect(result == expected)
    }

    @Test("a new member finds its commas whatever else is taken out or put in, before or after")
    func insertions() throws {
        let empty = try edited("{ }") { edits, fields, _ in
            edits.insert("x", 1, into: fields)
            edits.insert("y", 2, into: fields)
        }
        #expect(empty == #"{"x":1,"y":2 }"#)
        let emptiedBefore = try edited(#"{"a":1}"#) { edits, fields, bytes in
            edits.remove(try #require(fields[0]), from: bytes)
            edits.insert("x", 1, into: fields)
            edits.insert("y", 2, into: fields)
        }
        #expect(emptiedBefore == #"{"x":1,"y":2}"#)
        let emptiedAfter = try edited(#"{"a":1,"b":2}"#) { edits, fields, bytes in
            edits.insert("x", 1, into: fields)
            edits.remove(try #require(fields[1]), from: bytes)
            edits.insert("y", 2, into: fields)
            edits.remove(try #require(fields[0]), from: bytes)
            edits.insert("z", 3, into: fields)
        }
        #expect(emptiedAfter == #"{"x":1,"y":2,"z":3}"#)
        let replacedFirst = try edited(#"{"a":1,"b":2}"#) { edits, fields, bytes in
            edits.remove(try #require(fields[0]), from: bytes)
            edits.insert("x", 1, into: fields)
        }
        #expect(replacedFirst == #"{"x":1,"b":2}"#)
    }

    @Test("where changes overlap the earlier one stays and the later one says so")
    func overlaps() throws {
        let result = try edited(#"{"a":1,"b":{"c":2}}"#) { edits, fields, bytes in
            let value = try #require(fields[1])
            let inner = try JSONFieldSet(["c"]).scan(bytes, in: value.value)
            let isDone = [
                edits.replace(value, with: 3), edits.replace(value, with: 4), edits.remove(value, from: bytes),
                edits.insert("d", 5, into: inner), edits.remove(try #require(inner[0]), from: bytes),
                edits.replace(-2..<1, with: []),
            ]
            #expect(isDone == [true, false, false, false, false, false])
            #expect(!edits.isEmpty)
        }
        #expect(result == #"{"a":1,"b":3}"#)
    }

    @Test("insertions at one place keep their order, in front of what is replaced there")
    func samePlace() {
        var edits = JSONEdits()
        #expect(edits.isEmpty)
        let isDone = [
            edits.replace(2..<4, with: Array("CD".utf8)), edits.replace(2..<2, with: Array("1".utf8)),
            edits.replace(2..<2, with: Array("2".utf8)), edits.replace(3..<3, with: Array("no".utf8)),
            edits.replace(4..<4, with: Array("3".utf8)), edits.replace(0..<1, with: []),
        ]
        #expect(isDone == [true, true, true, false, true, true])
        #expect(edits.text(from: "abcdef") == "b12CD3ef")
        // What reaches beyond a shorter text is left out, and not counted.
        #expect(edits.text(from: "abc") == "b12c")
        #expect(edits.length(from: 3) == 4)
    }

    @Test(
        "random changes give the tree that the same changes to the tree give, and touch nothing else",
        arguments: UInt64(1)...8
    )
    func randomEdits(seed: UInt64) throws {
        var generator = TreeGenerator(random: SeededGenerator(seed: seed))
        for _ in 0..<400 {
            var tree = JSONObject()
            for name in Self.names + ["other", "another"] where generator.random.chance(60) {
                tree.append(name, generator.tree(depth: 5))
            }
            let text = generator.loosely(.object(tree))
            let bytes = Array(text.utf8)
            let fields = try JSONFieldSet(Self.names).scan(bytes)
            var edits = JSONEdits()
            var inserted: [JSONObject.Member] = []
            var untouched = Array(Self.names.indices)
            untouched.shuffle(using: &generator.random)
            for _ in 0..<generator.random.below(8) {
                let value = generator.tree(depth: 5)
                var isDone = true
                if generator.random.chance(30) {
                    let name = "new-\(inserted.count)"
                    isDone = edits.insert(name, value, into: fields)
                    inserted.append(JSONObject.Member(name, value))
                } else if let index = untouched.popLast(), let place = fields[index] {
                    if generator.random.chance(50) {
                        isDone = edits.replace(place, with: value)
                        tree[Self.names[index]] = value
                    } else {
                        isDone = edits.remove(place, from: bytes)
                        tree[Self.names[index]] = nil
                    }
                }
                try #require(isDone)
            }
            let result = edits.applied(to: bytes)
            try #require(try JSONValue(parsing: result) == .object(JSONObject(inserted + tree.members)), "\(text)")
            try checkUntouched(bytes, fields: fields, kept: untouched, result: result)
            try checkPieces(bytes, edits: edits, result: result)
        }
    }

    /// The members that no change named stand in the result byte for byte.
    private func checkUntouched(_ text: [UInt8], fields: JSONFields, kept: [Int], result: [UInt8]) throws {
        let after = try JSONFieldSet(Self.names).scan(result)
        for index in kept {
            try #require((fields[index] == nil) == (after[index] == nil))
            guard let before = fields[index], let after = after[index] else { continue }
            try #require(text[before.member] == result[after.member])
        }
    }

    /// The pieces are the result, and what they keep they keep in order and once.
    private func checkPieces(_ text: [UInt8], edits: JSONEdits, result: [UInt8]) throws {
        var spliced: [UInt8] = []
        var position = 0
        var isOrdered = true
        edits.forEachPiece(
            of: text.count,
            kept: { range in
                isOrdered = isOrdered && range.lowerBound >= position && !range.isEmpty
                position = range.upperBound
                spliced += text[range]
            },
            inserted: { spliced += $0 }
        )
        try #require(isOrdered)
        try #require(spliced == result)
    }
}
