import ArgumentParser
import ControlPlane
import JSONText
import Settings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What every object may have: text, rules, limits, budgets; and a file for whatever else the API takes.
struct ObjectOptions: ParsableArguments {
    private static let limit = 1 << 20

    @Option(help: ArgumentHelp("What it is for.", valueName: "text"))
    var description: String?

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp("A pattern of models that may be asked for.", valueName: "pattern")
    )
    var models: [String] = []

    @Option(
        name: .customLong("surface"),
        help: ArgumentHelp("An API that may be used.", valueName: "name")
    )
    var surfaces: [String] = []

    @Option(
        name: .customLong("address"),
        help: ArgumentHelp("Addresses that requests may come from.", valueName: "cidr")
    )
    var addresses: [String] = []

    @Option(name: .customLong("tag"), help: ArgumentHelp("A tag.", valueName: "tag"))
    var tags: [String] = []

    @Option(help: ArgumentHelp("A note, once for each.", valueName: "name=value"))
    var metadata: [String] = []

    @Option(
        name: .customLong("rate"),
        help: ArgumentHelp("A limit such as requests_per_minute=60.", valueName: "limit=amount")
    )
    var rates: [String] = []

    @Option(
        name: .customLong("budget"),
        help: ArgumentHelp("A budget such as 100/month (US dollars) or 500000tokens/day.", valueName: "amount/period")
    )
    var budgets: [String] = []

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "Read members from a JSON file (- is standard input); options come on top.",
            valueName: "file"
        )
    )
    var file: String?

    func validate() throws {
        for text in metadata where ArgumentText.pair(text) == nil {
            throw ValidationError("'--metadata \(text)' is not name=value.")
        }
        for text in rates where ArgumentText.limit(text) == nil {
            throw ValidationError("'--rate \(text)' is not a limit's name, = and a whole number.")
        }
        for text in budgets where ArgumentText.budget(text) == nil {
            throw ValidationError("'--budget \(text)' is not an amount, / and a period, such as 100/month.")
        }
    }

    /// The body that the options ask for.
    /// - Parameter own: members that only this kind has; those without a value are left out.
    func body(_ own: [(name: String, value: String?)]) throws -> JSONObject {
        var body = try fileBody()
        for (name, value) in own { if let value { body[name] = .string(value) } }
        if let description { body["description"] = .string(description) }
        for (name, values) in [
            ("models", models), ("surfaces", surfaces), ("addresses", addresses), ("tags", tags),
        ] where !values.isEmpty {
            body[name] = .array(values.map { .string($0) })
        }
        let pairs = metadata.compactMap(ArgumentText.pair)
        if !pairs.isEmpty { body["metadata"] = .object(JSONObject(pairs.map { .init($0.name, .string($0.value)) })) }
        let limits = rates.compactMap(ArgumentText.limit)
        if !limits.isEmpty { body["limits"] = .object(JSONObject(limits.map { .init($0.name, JSONValue($0.amount)) })) }
        let amounts = budgets.compactMap(ArgumentText.budget)
        if !amounts.isEmpty { body["budgets"] = .array(amounts) }
        return body
    }

    private func fileBody() throws -> JSONObject {
        guard let file else { return JSONObject() }
        let bytes: [UInt8]
        do {
            bytes = file == "-" ? try readInput() : try FileReader.live.read(file, Self.limit)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure("\(file): cannot read the file: \(error)")
        }
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch {
            throw CommandFailure("\(file): this is no JSON: \(error)")
        }
        guard let object = value.object else { throw CommandFailure("\(file): this is no JSON object") }
        return object
    }

    private func readInput() throws -> [UInt8] {
        guard var reader = LineReader(path: nil, limit: Self.limit) else {
            throw CommandFailure("standard input cannot be read")
        }
        var bytes: [UInt8] = []
        while let line = reader.next() {
            bytes += line
            bytes.append(UInt8(ascii: "\n"))
            guard bytes.count <= Self.limit else { throw CommandFailure("standard input is too long") }
        }
        guard !reader.hasFailed else { throw CommandFailure("standard input cannot be read") }
        return bytes
    }
}
