import Governance
import JSONText
import Pricing
import Settings

/// The operations on prices.
struct PriceOperations: Sendable {
    /// One model's prices and where they come from.
    private struct Row {
        let provider: String
        let model: PriceList.Model
        let version: String
        let source: String
    }

    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/prices",
                id: "listPrices",
                query: [
                    .text("provider", "Only prices of this provider."),
                    .text("model", "Only models whose id contains this."),
                    .init(
                        name: "source",
                        summary: "Only own prices, or only the catalogue's.",
                        schema: .choice(["own", "catalog"])
                    ),
                ] + Operation.Parameter.paging,
                answer: .json(status: 200, .page(of: "Price")),
                handle: list
            ),
            try Operation(
                .get,
                "/prices/{model}",
                id: "getPrice",
                answer: .json(status: 200, .reference("Price")),
                handle: show
            ),
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let query = request.query
        if let source = query["source"], source != "own", source != "catalog" {
            throw .parameter("source", "It must be own or catalog.")
        }
        let part = query["model"].map { Array($0.utf8) }
        let rows = rows()
            .filter { row in
                if let provider = query["provider"], row.provider != provider { return false }
                if let source = query["source"], row.source != source { return false }
                return part.map { Self.contains($0, in: row.model.id) } ?? true
            }
        return try await Listing.page(
            of: rows,
            request,
            list: "prices",
            cursor: { ListCursor(name: $0.provider + "/" + $0.model.id, identity: $0.source) },
            json: { Self.json($0) }
        )
    }

    /// The prices that count for `provider/model`: an own one, or the catalogue's.
    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let name = try request.parameter("model")
        guard name.utf8.count <= 512, let slash = name.firstIndex(of: "/") else { throw .notFound }
        let provider = String(name[..<slash])
        let model = String(name[name.index(after: slash)...])
        if let own = rows().first(where: { $0.source == "own" && $0.provider == provider && $0.model.id == model }) {
            return .json(Self.json(own))
        }
        let type = services.configuration().provider(named: provider)?.type.rawValue
        guard let found = services.prices().resolve(provider: provider, type: type, model: model).model,
            let row = rows().first(where: { $0.provider == found.provider && $0.model.id == found.model })
        else { throw .notFound }
        return .json(Self.json(row))
    }

    private func rows() -> [Row] {
        let catalog = services.prices().catalog
        return services.configuration().prices
            .map { Row(provider: $0.provider, model: $0.entry, version: $0.version, source: "own") }
            + catalog.list.providers.flatMap { provider in
                provider.models.map {
                    Row(provider: provider.id, model: $0, version: catalog.version, source: "catalog")
                }
            }
    }

    private static func contains(_ part: [UInt8], in text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard part.count <= bytes.count else { return false }
        return (0...bytes.count - part.count).contains { bytes[$0..<$0 + part.count].elementsEqual(part) }
    }

    private static func json(_ row: Row) -> JSONValue {
        var object: JSONObject = [
            "provider": .string(row.provider), "model": .string(row.model.id), "source": .string(row.source),
            "version": .string(row.version), "currency": "USD", "tables": PriceText.prices(row.model),
            "context_window": row.model.contextWindow.map { JSONValue($0) } ?? .null,
            "output_limit": row.model.outputLimit.map { JSONValue($0) } ?? .null,
        ]
        switch row.model.deprecation {
        case nil: break
        case .now: object.append("deprecated", true)
        case .from(let time): object.append("deprecated", .string(time.date))
        }
        return .object(object)
    }
}
