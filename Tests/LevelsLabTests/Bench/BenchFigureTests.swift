import Testing

@testable import LevelsLab

struct BenchFigureTests {
    @Test func `A median of an even number of runs lies between the two in the middle`() {
        #expect(BenchFigure.median([4, 1, 3, 2]) == 2.5)
        #expect(BenchFigure.median([9, 1, 5]) == 5)
        #expect(BenchFigure.median([]) == nil)
    }

    @Test func `A quantile is a value that was measured`() {
        let values = (1...200).map(Double.init)
        #expect(BenchFigure.quantile(values, 0.99) == 198)
        #expect(BenchFigure.quantile(values, 0.5) == 100)
        #expect(BenchFigure.quantile([7], 0.99) == 7)
        #expect(BenchFigure.quantile([], 0.5) == nil)
    }

    @Test func `Numbers are rounded to the decimals that are shown`() {
        #expect(BenchFigure.fixed(0.096, 2) == "0.10")
        #expect(BenchFigure.fixed(-1.5, 1) == "-1.5")
        #expect(BenchFigure.fixed(-0.001, 2) == "0.00")
        #expect(BenchFigure.fixed(1999.6, 0) == "2000")
        #expect(BenchFigure.fixed(.infinity, 1) == "-")
    }
}
