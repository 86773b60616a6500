package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// countries are the calendars of the library by their codes: ISO 3166-1 for a country, ISO 3166-2 for a part of one,
// all in small letters. What the library offers for Germany and Switzerland as a whole is what all their parts keep.
func countries() map[string]*calendar {
	of := func(name string, days []*cal.Holiday) *calendar {
		return &calendar{name: name, rules: &cal.Calendar{Name: name, Holidays: days}}
	}
	return map[string]*calendar{
		"ar":     of("Argentina", ar.Holidays),
		"at":     of("Austria", at.Holidays),
		"au-act": of("Australia, Australian Capital Territory", au.HolidaysACT),
		"au-nsw": of("Australia, New South Wales", au.HolidaysNSW),
		"au-nt":  of("Australia, Northern Territory", au.HolidaysNT),
		"au-qld": of("Australia, Queensland", au.HolidaysQLD),
		"au-sa":  of("Australia, South Australia", au.HolidaysSA),
		"au-tas": of("Australia, Tasmania", au.HolidaysTAS),
		"au-vic": of("Australia, Victoria", au.HolidaysVIC),
		"au-wa":  of("Australia, Western Australia", au.HolidaysWA),
		"be":     of("Belgium", be.Holidays),
		"bg":     of("Bulgaria", bg.Holidays),
		"br":     of("Brazil", br.Holidays),
		"ca":     of("Canada", ca.Holidays),
		"ch":     of("Switzerland", ch.Holidays),
		"ch-zh":  of("Switzerland, Zürich", ch.HolidaysZH),
		"ch-be":  of("Switzerland, Bern", ch.HolidaysBE),
		"ch-lu":  of("Switzerland, Lucerne", ch.HolidaysLU),
		"ch-ur":  of("Switzerland, Uri", ch.HolidaysUR),
		"ch-sz":  of("Switzerland, Schwyz", ch.HolidaysSZ),
		"ch-ow":  of("Switzerland, Obwalden", ch.HolidaysOW),
		"ch-nw":  of("Switzerland, Nidwalden", ch.HolidaysNW),
		"ch-gl":  of("Switzerland, Glarus", ch.HolidaysGL),
		"ch-zg":  of("Switzerland, Zug", ch.HolidaysZG),
		"ch-fr":  of("Switzerland, Fribourg", ch.HolidaysFR),
		"ch-so":  of("Switzerland, Solothurn", ch.HolidaysSO),
		"ch-bs":  of("Switzerland, Basel-Stadt", ch.HolidaysBS),
		"ch-bl":  of("Switzerland, Basel-Landschaft", ch.HolidaysBL),
		"ch-sh":  of("Switzerland, Schaffhausen", ch.HolidaysSH),
		"ch-ar":  of("Switzerland, Appenzell Ausserrhoden", ch.HolidaysAR),
		"ch-ai":  of("Switzerland, Appenzell Innerrhoden", ch.HolidaysAI),
		"ch-sg":  of("Switzerland, St. Gallen", ch.HolidaysSG),
		"ch-gr":  of("Switzerland, Graubünden", ch.HolidaysGR),
		"ch-ag":  of("Switzerland, Aargau", ch.HolidaysAG),
		"ch-tg":  of("Switzerland, Thurgau", ch.HolidaysTG),
		"ch-vd":  of("Switzerland, Vaud", ch.HolidaysVD),
		"ch-ti":  of("Switzerland, Ticino", ch.HolidaysTI),
		"ch-vs":  of("Switzerland, Valais", ch.HolidaysVS),
		"ch-ne":  of("Switzerland, Neuchâtel", ch.HolidaysNE),
		"ch-ge":  of("Switzerland, Geneva", ch.HolidaysGE),
		"ch-ju":  of("Switzerland, Jura", ch.HolidaysJU),
		"cz":     of("Czechia", cz.Holidays),
		"de":     of("Germany", de.Holidays),
		"de-bw":  of("Germany, Baden-Württemberg", de.HolidaysBW),
		"de-by":  of("Germany, Bavaria", de.HolidaysBY),
		"de-be":  of("Germany, Berlin", de.HolidaysBE),
		"de-bb":  of("Germany, Brandenburg", de.HolidaysBB),
		"de-hb":  of("Germany, Bremen", de.HolidaysHB),
		"de-hh":  of("Germany, Hamburg", de.HolidaysHH),
		"de-he":  of("Germany, Hesse", de.HolidaysHE),
		"de-mv":  of("Germany, Mecklenburg-Vorpommern", de.HolidaysMV),
		"de-ni":  of("Germany, Lower Saxony", de.HolidaysNI),
		"de-nw":  of("Germany, North Rhine-Westphalia", de.HolidaysNW),
		"de-rp":  of("Germany, Rhineland-Palatinate", de.HolidaysRP),
		"de-sl":  of("Germany, Saarland", de.HolidaysSL),
		"de-sn":  of("Germany, Saxony", de.HolidaysSN),
		"de-st":  of("Germany, Saxony-Anhalt", de.HolidaysST),
		"de-sh":  of("Germany, Schleswig-Holstein", de.HolidaysSH),
		"de-th":  of("Germany, Thuringia", de.HolidaysTH),
		"dk":     of("Denmark", dk.Holidays),
		"es":     of("Spain", es.Holidays),
		"fr":     of("France", fr.Holidays),
		"gb":     of("United Kingdom", gb.Holidays),
		"gr":     of("Greece", gr.Holidays),
		"hr":     of("Croatia", hr.Holidays),
		"ie":     of("Ireland", ie.Holidays),
		"it":     of("Italy", it.Holidays),
		"jp":     of("Japan", jp.Holidays),
		"lt":     of("Lithuania", lt.Holidays),
		"lv":     of("Latvia", lv.Holidays),
		"mw":     of("Malawi", mw.Holidays),
		"nc":     of("New Caledonia", nc.Holidays),
		"nl":     of("Netherlands", nl.Holidays),
		"no":     of("Norway", no.Holidays),
		"nz":     of("New Zealand", nz.Holidays),
		"pl":     of("Poland", pl.Holidays),
		"ro":     of("Romania", ro.Holidays),
		"ru":     of("Russia", ru.Holidays),
		"se":     of("Sweden", se.Holidays),
		"si":     of("Slovenia", si.Holidays),
		"sk":     of("Slovakia", sk.Holidays),
		"ua":     of("Ukraine", ua.Holidays),
		"us":     of("United States", us.Holidays),
		"za":     of("South Africa", za.Holidays),
	}
}
