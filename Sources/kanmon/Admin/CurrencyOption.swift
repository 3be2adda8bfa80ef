import ArgumentParser
import ControlPlane
import JSONText
import Pricing

/// In which currency a table has its amounts.
struct CurrencyOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only amounts in this currency: USD, or the configured one. (default: both)",
            valueName: "code"
        )
    )
    var currency: String?

    func validate() throws {
        guard currency.map(Currency.isCode) ?? true else {
            throw ValidationError("'--currency' must be a code of three capital letters such as JPY.")
        }
    }

    /// An answer as a table.
    func table(_ view: AdminView) -> (JSONValue) throws -> String {
        { page in
            if let currency, currency != "USD", let total = page["rows"]?.array, !total.isEmpty {
                let shown = AdminView.shownCurrency(of: page)
                guard shown == currency else {
                    let known = shown.map { "USD and \($0)" } ?? "USD; no other 'currency' is configured"
                    throw CommandFailure("there are no amounts in \(currency): amounts are in \(known)")
                }
            }
            return view.table(page, currency: currency)
        }
    }
}
