import JSONText
import Pricing

/// Prices as JSON: exact decimals as text, tokens by the million.
enum PriceText {
    /// The prices of a model, the ones that hold first last.
    static func prices(_ model: PriceList.Model) -> JSONValue { .array(model.tables.map(table)) }

    private static func table(_ table: PriceTable) -> JSONValue {
        var object = JSONObject()
        if let from = table.from { object.append("from", .string(from.date)) }
        if let daily = table.daily {
            object.append("daily", ["start_second": JSONValue(daily.start), "end_second": JSONValue(daily.end)])
        }
        object.append("prices", prices(table.prices))
        if !table.steps.isEmpty {
            object.append(
                "steps",
                .array(
                    table.steps.map { ["above_input_tokens": JSONValue($0.above), "prices": prices($0.prices)] }
                )
            )
        }
        return .object(object)
    }

    private static func prices(_ prices: PriceTable.Prices) -> JSONValue {
        .object(
            JSONObject(
                UsageClass.allCases.compactMap { each in
                    prices[each]
                        .map { price in
                            let name = each.isTokens ? "\(each.name)_per_million" : "per_\(each.name)"
                            return .init(name, .string(price.decimal))
                        }
                }
            )
        )
    }
}
