"""What scikit-learn reaches on the folds of Sexing.accuracy: python3 baseline.py ../../../data/penguins.csv"""

import csv
import sys

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

rows = [r for r in csv.DictReader(open(sys.argv[1])) if r["Sex"] in ("MALE", "FEMALE")]
columns = list(rows[0])
body = np.array([[float(r[c]) for c in columns[2:6]] for r in rows])
kinds = OneHotEncoder().fit_transform([[r["Species"], r["Island"]] for r in rows]).toarray()
sex = np.array([r["Sex"] for r in rows])
fold = np.arange(len(rows)) % 4

for model in (
    LogisticRegression(max_iter=1000),
    SVC(),
    RandomForestClassifier(random_state=1),
    GradientBoostingClassifier(random_state=1),
):
    right = 0
    for k in range(4):
        scaled = StandardScaler().fit(body[fold != k]).transform(body)
        table = np.hstack([scaled, kinds])
        model.fit(table[fold != k], sex[fold != k])
        right += (model.predict(table[fold == k]) == sex[fold == k]).sum()
    print(f"{type(model).__name__:28} {100 * right / len(rows):.2f} %")
