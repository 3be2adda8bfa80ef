import ArgumentParser
import ControlPlane
import Governance
import JSONText

/// Which part of a list is wanted.
struct ListOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many rows at most, up to 1000.", valueName: "count"))
    var limit = 100

    @Option(help: ArgumentHelp("Where the page before ended.", valueName: "cursor"))
    var cursor: String?

    @Flag(help: "All rows.")
    var all = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("'--limit' must be from 1 to 1000.") }
        if all, cursor != nil { throw ValidationError("'--all' and '--cursor' exclude each other.") }
    }

    /// Asks for a list and prints it.
    /// - Parameters:
    ///   - template: the list's path.
    ///   - filters: what rows must be like; those without a value are left out.
    ///   - view: how it looks.
    ///   - amounts: in which currency its amounts are, where it has any.
    func run(
        _ options: AdminOptions,
        _ template: String,
        _ filters: [(name: String, value: String?)],
        _ view: AdminView,
        _ amounts: CurrencyOption? = nil
    ) async throws {
        var call = AdminCall(.get, template, query: AdminCall.parameters(filters))
        let table = amounts?.table(view) ?? { view.table($0) }
        try await options.withClient { client in
            if all {
                let reply = AdminReply(try await client.allPages(call).bytes)
                return try options.print(reply, table)
            }
            call.query.append(.init("limit", String(limit)))
            if let cursor { call.query.append(.init("cursor", cursor)) }
            let reply = try await client.door.answer(call)
            try options.print(reply, table)
            if !options.json, let next = try reply.value["next"]?.string {
                Terminal.writeError("There is more: --all, or --cursor \(TerminalText.plain(next))")
            }
        }
    }
}

extension AdminCall {
    /// The parameters that have a value.
    static func parameters(_ filters: [(name: String, value: String?)]) -> [Parameter] {
        filters.compactMap { filter in filter.value.map { Parameter(filter.name, $0) } }
    }
}
