package doctor

func checkQuestions(f Facts) []Result {
	const name = "questions"
	if f.QuestionsRead != nil {
		return []Result{{
			State: Fail, Check: name, Text: f.QuestionsRead.Error(), So: "the bot does not start",
			Mend: "Name a file that the user that runs the bot may read in questions.file, or take the setting out.",
		}}
	}
	var out []Result
	for _, m := range f.Questions.Mistakes {
		out = append(out, Result{State: Fail, Check: name, Text: m.In(f.Questions.File), So: "it is not asked; the rest is"})
	}
	for _, t := range f.Questions.Thin {
		out = append(out, Result{State: Warn, Check: name, Text: t.String()})
	}
	if len(out) > 0 {
		return out
	}
	return []Result{{State: OK, Check: name, Text: f.Questions.String()}}
}
