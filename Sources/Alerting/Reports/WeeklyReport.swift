import JSONText
public import Pricing

/// The report on a week: its figures as a text, as HTML for mail and as JSON.
///
/// All three are made from the same ``Table``s, so that they say the same.
public struct WeeklyReport: Sendable {
    /// A part of a report: a heading and rows of cells.
    struct Table {
        var heading: String
        /// What stands over the columns; empty where rows are names and values.
        var columns: [String]
        var rows: [[String]]
        var note: String?
    }

    /// The figures.
    public let figures: WeeklyFigures
    /// The language of texts.
    public let language: NoticeLanguage
    /// The currency that people are shown beside US dollars.
    public let currency: Currency
    /// What the gateway is called.
    public let gateway: String

    private let words: ReportWords
    private let numbers: NumberText

    /// A report.
    public init(_ figures: WeeklyFigures, language: NoticeLanguage, currency: Currency = .usd, gateway: String) {
        self.figures = figures
        self.language = language
        self.currency = currency
        self.gateway = gateway
        words = ReportWords(language: language)
        numbers = NumberText(language: language)
    }

    /// One line: the subject of a mail.
    public var title: String { "\(words(.title)) \(figures.week) – \(gateway)" }

    /// The message that people get.
    public var notice: AlertNotice {
        AlertNotice(kind: .report, title: title, text: text, html: html, json: json)
    }

    // MARK: - Parts

    var tables: [Table] {
        [
            Table(heading: "", columns: [], rows: summary),
            named(.teams, figures.teams), named(.keys, figures.keys), named(.models, figures.models),
            Table(
                heading: words(.byProvider),
                columns: [words(.provider), words(.errors), words(.requests), words(.success)],
                rows: figures.providers.filter { $0.sums.errors > 0 }
                    .map { row in
                        [
                            row.name ?? words(.none), numbers.count(row.sums.errors), numbers.count(row.sums.requests),
                            share(row.sums.success),
                        ]
                    }
            ),
            Table(
                heading: words(.byStatus),
                columns: [words(.status), words(.count)],
                rows: figures.statuses.map { [String($0.status), numbers.count($0.count)] },
                note: figures.areStatusesPartial ? words(.partial) : nil
            ),
            Table(
                heading: words(.days),
                columns: [words(.date), words(.requests), words(.hitShare), words(.saved), words(.cost)],
                rows: figures.days.map { day in
                    [
                        day.date, numbers.count(day.sums.requests), share(day.sums.hitShare),
                        numbers.money(day.sums.saved, currency), numbers.money(day.sums.cost, currency),
                    ]
                }
            ),
        ]
    }

    private var summary: [[String]] {
        let (total, before) = (figures.total, figures.previous)
        let first = figures.days.first?.date ?? ""
        let last = figures.days.last?.date ?? ""
        var rows = [
            [words(.period), "\(first) – \(last) (\(figures.zone))"],
            [words(.requests), with(numbers.count(total.requests), Double(total.requests), Double(before.requests))],
            [words(.success), share(total.success)],
            [
                words(.cost),
                with(numbers.money(total.cost, currency), Self.dollars(total.cost), Self.dollars(before.cost)),
            ],
            [words(.costBefore), numbers.money(before.cost, currency)],
            [
                words(.tokens),
                "\(numbers.count(total.tokens)) (\(words(.input)) \(numbers.count(total.inputTokens)), "
                    + "\(words(.output)) \(numbers.count(total.outputTokens)))",
            ],
            [words(.hitShare), share(total.hitShare)],
            [words(.saved), numbers.money(total.saved, currency)],
        ]
        if total.unpriced > 0 { rows.append([words(.unpriced), numbers.count(total.unpriced)]) }
        return rows
    }

    private func named(_ heading: ReportWords.Term, _ rows: [WeeklyFigures.Row]) -> Table {
        Table(
            heading: words(heading),
            columns: [words(.name), words(.tokens), words(.requests), words(.cost)],
            rows: rows.map { row in
                [
                    row.name ?? words(.none), numbers.count(row.sums.tokens), numbers.count(row.sums.requests),
                    numbers.money(row.sums.cost, currency),
                ]
            }
        )
    }

    /// A value, and how it compares with the week before.
    private func with(_ text: String, _ now: Double, _ before: Double) -> String {
        numbers.change(now, from: before).map { "\(text), \($0)" } ?? text
    }

    private func share(_ value: Double?) -> String { value.map(numbers.share) ?? "–" }

    /// An amount for comparisons only.
    private static func dollars(_ money: Money) -> Double { Double(money.attos) / 1e18 }
}
