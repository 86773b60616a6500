# Six weeks of a team: "Refunds in a day" in #refunds, told up to a Tuesday morning in its middle, and a smaller
# mission beside it in #checkout. How lines are written stands in doc.go.

zone Europe/Lisbon
ends week 7 tuesday 09:12

week 1 monday 09:10
Ana #refunds: Good morning. Between "sorry" and the money back we need nine days on average. Who would like to change that with me?
Bo #refunds answers "nine days": I would. I answer those calls at night.
Dee #refunds reacts raised_hands to "nine days"
Chidi #refunds reacts +1 to "nine days"

week 1 monday 09:40
Ana #refunds invites the app
Ana #refunds: /mission start Refunds in a day
Ana fills "Start a mission"
  aspiration = A refund should feel as easy as the purchase.
  end_state = nine refunds in ten reach the customer within a day, with no phone call
  steer = lead
  rest = write
Ana fills "Why it matters"
  why_customers = Their money is back before they begin to worry.
  why_us = Nobody of us has to explain a delay on the phone.
  why_company = People who trust a refund buy again.
Ana fills "Three phases"
  done_when_beginning = we have followed ten refunds from end to end
  target_beginning = {week 4 friday}
  done_when_middle = the new way runs for one shop
  target_middle = {week 10 friday}
  target_end = {week 14 friday}
Emi #refunds reacts eyes to "Refunds in a day"

week 1 monday 14:05
Chidi #refunds taps "Join, or my piece" on "Ana started a mission"
Chidi fills "Join this mission"
  piece = same-day payout with the bank
  reach = reflect, connect, rounds
Dee #refunds taps "Join, or my piece" on "Ana started a mission"
Dee fills "Join this mission"
  piece = the first shop
  reach = reflect, rounds
Farid #refunds: /mission join the letters we send
Ines #refunds: /mission join the phones
Lou #refunds: /mission join what customers tell us
Bo #refunds taps "Join, or my piece" on "Ana started a mission"
Bo fills "Join this mission"
  piece = find where the days go
  reach = reflect, connect, rounds
Emi #refunds: /mission follow

week 1 thursday 15:30
Bo #refunds: /mission progress Followed refund 7 from end to end. The bank step takes three of its five days.
Chidi #refunds answers "refund 7": Three of five? We have never looked at that step from the inside.
Bo #refunds answers "refund 7": Neither had I. I have the times, I put them in the shared folder.
Ana #refunds reacts eyes to "refund 7"
Dee #refunds reacts +1 to "refund 7"

week 2 tuesday 11:20
Chidi #refunds: /mission blocked The bank's test system is closed until we have a contract number.
Ana #refunds answers "contract number": Our contract sits with the lawyers in Berlin. I ask Jonas today.
Farid #refunds reacts pray to "contract number"

week 2 friday 12:05
Ana #refunds answers "contract number": Jonas found it. The number is on its way to you, Chidi.
Chidi #refunds taps "It is solved" on "contract number"
