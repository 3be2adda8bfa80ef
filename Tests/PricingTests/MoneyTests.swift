import Pricing
import Testing

@Test func moneyComparesByAmount() { #expect(Money.zero < Money(attos: 1)) }
